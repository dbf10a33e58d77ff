import { compareArm } from './compareArm.js';
import { groupBy } from './groupBy.js';
import { trimmedMean } from './aggregates.js';
import { measureRun } from './measureRun.js';
import type { MeasuredRun, RunRange } from './measureRun.js';
import { improvements } from './improvements.js';
import type { CompareOptions } from './options.js';
import { referencesOf } from './references.js';
import type { Run } from './run.js';
import type { ArmResult, ComparisonSettings, FramesToReach, LevelResult } from './types.js';

/** What a level is compared under. */
export interface LevelContext {
  readonly level: string;
  readonly range: RunRange;
  readonly settings: ComparisonSettings;
  readonly options: CompareOptions;
}

/** Compares the arms of one level. */
export function compareLevel(runs: readonly Run[], context: LevelContext): LevelResult {
  const { level, range, settings, options } = context;
  const { totalFrames } = range;
  const measured = [...runs].sort(byDrawAndSeed).map((run) => measureRun(run, range));
  const arms = sortedByName(groupBy(measured, ({ run }) => run.arm));
  const seconds = measured.flatMap((run) => run.seconds ?? []);
  const shared = {
    level,
    settings,
    totalFrames,
    longestSeconds: seconds.length > 0 ? Math.max(...seconds) : null,
    target: targetScore(level, arms, options.framesTo),
  };
  const results = arms.map(([arm, ofArm]): [string, ArmResult] => [
    arm,
    compareArm(ofArm, { ...shared, arm }),
  ]);
  const played = runs[0]!.options;
  return {
    options: played,
    totalFrames,
    references: referencesOf(level, played, options.references),
    arms: Object.fromEntries(results),
    probabilityOfImprovement: improvements(
      results.map(([arm, { seeds }]) => ({ arm, scores: new Map([[level, seeds]]) })),
      settings,
    ),
  };
}

/** Entries in the order of their names, the same on every machine. */
export function sortedByName<T>(groups: ReadonlyMap<string, T>): [string, T][] {
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The score given, or the lowest at which an arm ends: every arm's typical run gets there. */
function targetScore(
  level: string,
  arms: readonly [string, readonly MeasuredRun[]][],
  given: CompareOptions['framesTo'],
): Pick<FramesToReach, 'score' | 'chosen'> {
  const score = typeof given === 'object' ? given[level] : given;
  if (score !== undefined) return { score, chosen: 'given' };
  const ends = arms.map(([, runs]) =>
    trimmedMean(Float64Array.from(runs, ({ finalScore }) => finalScore).sort()),
  );
  return { score: Math.min(...ends), chosen: 'lowest final IQM of the arms' };
}

function byDrawAndSeed(a: Run, b: Run): number {
  return (a.draw ?? -1) - (b.draw ?? -1) || a.seed - b.seed;
}
