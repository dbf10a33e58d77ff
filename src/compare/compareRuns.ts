import { aggregateLevels, NORMALISATION_KINDS } from './aggregateLevels.js';
import { checkRuns, comparedFrames } from './checks.js';
import { compareLevel, sortedByName } from './compareLevel.js';
import { CompareError } from './errors.js';
import { groupBy } from './groupBy.js';
import { improvements } from './improvements.js';
import type { RunRange } from './measureRun.js';
import { finishedRuns, levelNotes } from './notes.js';
import { comparisonSettings } from './options.js';
import type { CompareOptions } from './options.js';
import type { ReadRuns } from './readRuns.js';
import type { Run } from './run.js';
import { selectDraws } from './selectDraws.js';
import type { Comparison, ComparisonSettings, LevelResult } from './types.js';

/** Version of the structure that a comparison has. */
const FORMAT = 1;

/**
 * Compares learning curves: the arms of every level, and over levels. `docs/compare.md` says what each
 * figure is.
 *
 * @param read - Runs and what is to be said of them, from `readRuns`.
 * @throws {@link CompareError} naming runs that must not be compared, or an option out of range.
 */
export function compareRuns(read: ReadRuns, options: CompareOptions = {}): Comparison {
  const settings = comparisonSettings(options);
  checkRuns(read.runs);
  const frames = new Map(
    [...groupBy(read.runs, (run) => run.level)].map(([level, runs]) => [
      level,
      comparedFrames(level, runs, options.frames),
    ]),
  );
  const rangeOf = (level: string): RunRange => ({
    totalFrames: frames.get(level)!,
    isCut: options.frames !== undefined,
    bins: settings.bins,
  });
  const finished = keepFinished(read.runs, frames);
  const chosen = options.draws ? selectDraws(finished.runs, options.draws, rangeOf) : null;
  const byLevel = sortedByName(groupBy(chosen?.runs ?? finished.runs, (run) => run.level));
  const levels = Object.fromEntries(
    byLevel.map(([level, runs]): [string, LevelResult] => [
      level,
      compareLevel(runs, { level, range: rangeOf(level), settings, options }),
    ]),
  );
  const notes = [
    ...(chosen ? [chosen.selection.label] : []),
    ...read.notes,
    ...finished.notes,
    ...levelNotes(byLevel),
    ...notesOverLevels(levels),
  ];
  return {
    format: FORMAT,
    levels,
    ...overLevels(levels, settings),
    selection: chosen?.selection ?? null,
    notes,
    settings,
  };
}

/** Runs of all levels that reach the compared frames. */
function keepFinished(runs: readonly Run[], frames: ReadonlyMap<string, number>): ReadRuns {
  const kept = [...groupBy(runs, (run) => run.level)].map(([level, ofLevel]) =>
    finishedRuns(ofLevel, frames.get(level)!),
  );
  const notes = kept.flatMap((part) => part.notes);
  if (kept.some((part) => part.runs.length > 0)) {
    return { runs: kept.flatMap((part) => part.runs), notes };
  }
  const least = Math.min(...runs.map((run) => run.frames));
  throw new CompareError(
    `no run has come to its end, so there is nothing to compare:\n${notes.join('\n')}\n` +
      `Wait, or compare what all have with --frames ${least}.`,
  );
}

function overLevels(
  levels: Readonly<Record<string, LevelResult>>,
  settings: ComparisonSettings,
): Pick<Comparison, 'probabilityOfImprovement' | 'aggregates'> {
  const arms = armNames(levels);
  const scores = arms.map((arm) => {
    const ofArm = Object.entries(levels).flatMap(([level, result]) => {
      const seeds = result.arms[arm]?.seeds;
      return seeds ? [[level, seeds] as const] : [];
    });
    return { arm, scores: new Map(ofArm) };
  });
  const aggregates = NORMALISATION_KINDS.flatMap((kind) => {
    const aggregate = aggregateLevels(levels, { arms, kind, settings });
    return aggregate ? [[kind, aggregate] as const] : [];
  });
  return {
    probabilityOfImprovement: improvements(scores, settings),
    aggregates: Object.fromEntries(aggregates),
  };
}

function notesOverLevels(levels: Readonly<Record<string, LevelResult>>): string[] {
  const arms = armNames(levels);
  return Object.entries(levels).flatMap(([level, { references, options, arms: having }]) => {
    const missing = arms.filter((arm) => !(arm in having));
    const notes: string[] = [];
    if (missing.length > 0) {
      notes.push(`${level}: no runs of ${missing.join(', ')}, so it is left out over levels.`);
    }
    if (references === null) {
      const played = JSON.stringify(options);
      notes.push(
        `${level}: no reference scores for options ${played}, so it is in no aggregate; give some with --scores.`,
      );
    }
    return notes;
  });
}

function armNames(levels: Readonly<Record<string, LevelResult>>): string[] {
  const names = Object.values(levels).flatMap(({ arms }) => Object.keys(arms));
  return [...new Set(names)].sort();
}
