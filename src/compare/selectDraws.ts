import { meanOf } from './aggregates.js';
import { CompareError } from './errors.js';
import { groupBy } from './groupBy.js';
import { listed } from './listed.js';
import { scoreRun } from './measureRun.js';
import type { RunRange } from './measureRun.js';
import type { Run } from './run.js';
import type { Selection } from './types.js';

/** Which draws of the hyperparameters count. */
export interface DrawChoice {
  /** `best`, or the number of a draw. */
  readonly draw: 'best' | number;
  /** With `best`: seeds to choose on, which are then not reported. All seeds where left out. */
  readonly tuningSeeds?: readonly number[] | undefined;
}

/** The runs that were chosen, and what to say of it. */
export interface ChosenRuns {
  readonly runs: readonly Run[];
  readonly selection: Selection;
}

/**
 * Keeps one draw of the hyperparameters per level and arm: a given one, or the one with the highest
 * mean final score over the tuning seeds.
 *
 * Choosing and reporting on the same seeds flatters an arm, the more so the more draws it has; the
 * label says so where it was done.
 *
 * @param rangeOf - Over what a level's runs are compared.
 * @throws {@link CompareError} if nothing is left of a level and arm, or the draws are those of more
 *   than one sweep.
 */
export function selectDraws(
  runs: readonly Run[],
  choice: DrawChoice,
  rangeOf: (level: string) => RunRange,
): ChosenRuns {
  checkSweeps(runs);
  const tuning = choice.draw === 'best' ? (choice.tuningSeeds ?? []) : [];
  const isTuning = (run: Run): boolean => tuning.includes(run.seed);
  const kept: Run[] = [];
  const draws: Record<string, Record<string, number>> = {};
  for (const [level, ofLevel] of groupBy(runs, (run) => run.level)) {
    for (const [arm, ofArm] of groupBy(ofLevel, (run) => run.arm)) {
      const judged = tuning.length > 0 ? ofArm.filter(isTuning) : ofArm;
      const draw = choice.draw === 'best' ? bestDraw(judged, rangeOf(level)) : choice.draw;
      const chosen = ofArm.filter((run) => run.draw === draw && !isTuning(run));
      if (draw === null || chosen.length === 0) throw nothingLeft(level, arm, { draw, tuning });
      kept.push(...chosen);
      draws[level] = { ...draws[level], [arm]: draw };
    }
  }
  const selectedOn = choice.draw === 'best' ? (tuning.length > 0 ? tuning : seedsOf(runs)) : [];
  const reportedOn = seedsOf(kept);
  const label = labelOf(choice, { selectedOn, reportedOn });
  return { runs: kept, selection: { label, draws, selectedOn: [...selectedOn], reportedOn } };
}

/** Equal numbers of draws mean something else in another sweep. */
function checkSweeps(runs: readonly Run[]): void {
  const sweeps = [...new Set(runs.map(({ sweep }) => sweep ?? 'runs outside sweeps'))];
  if (sweeps.length === 1) return;
  throw new CompareError(
    `--draw: expected the runs of one sweep, got ${listed(sweeps)}. Compare them apart.`,
  );
}

/** The draw with the highest mean final score; the first of equals. `null` if there is no draw. */
function bestDraw(runs: readonly Run[], range: RunRange): number | null {
  const drawn = runs.filter((run) => run.draw !== null);
  let best: { draw: number; score: number } | null = null;
  for (const [draw, ofDraw] of groupBy(drawn, (run) => run.draw!)) {
    const score = meanOf(ofDraw.map((run) => scoreRun(run, range).finalScore));
    if (best === null || score > best.score) best = { draw, score };
  }
  return best?.draw ?? null;
}

function labelOf(
  { draw }: DrawChoice,
  { selectedOn, reportedOn }: Pick<Selection, 'selectedOn' | 'reportedOn'>,
): string {
  const reported = `reported on seeds ${listed(reportedOn.map(String), 20)}`;
  if (draw !== 'best') return `SELECTED: draw ${draw} of every arm alone, ${reported}.`;
  const chosen = `the draw with the highest mean final score of each arm and level, chosen on seeds ${listed(selectedOn.map(String), 20)}`;
  const isSame = selectedOn.some((seed) => reportedOn.includes(seed));
  const warning = isSame
    ? ' Chosen and reported on the same seeds, so the scores are too high: a best of several flatters.'
    : '';
  return `SELECTED: ${chosen}, ${reported}.${warning}`;
}

function nothingLeft(
  level: string,
  arm: string,
  { draw, tuning }: { draw: number | null; tuning: readonly number[] },
): CompareError {
  const without = tuning.length > 0 ? ` without the tuning seeds ${tuning.join(', ')}` : '';
  const what = draw === null ? 'a draw to choose' : `runs of draw ${draw}${without}`;
  return new CompareError(
    `${level}, ${arm}: expected ${what}, got none. --draw works on sweeps that draw hyperparameters, ` +
      'and needs seeds for choosing and for reporting.',
  );
}

function seedsOf(runs: readonly Run[]): number[] {
  return [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
}
