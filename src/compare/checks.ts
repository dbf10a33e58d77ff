import { canonical } from './canonical.js';
import { configDifferences } from './configDifferences.js';
import { CompareError } from './errors.js';
import { groupBy } from './groupBy.js';
import { listed } from './listed.js';
import type { Run } from './run.js';

/**
 * Refuses runs that must not be put into one comparison; everything else is said in the notes.
 *
 * @throws {@link CompareError} naming the runs: the same seed twice in an arm, levels under one id with
 *   different options, or runs of one arm whose settings differ.
 */
export function checkRuns(runs: readonly Run[]): void {
  for (const [level, ofLevel] of groupBy(runs, (run) => run.level)) {
    checkOptions(level, ofLevel);
    for (const [arm, ofArm] of groupBy(ofLevel, (run) => run.arm)) {
      checkDuplicates(ofArm);
      checkSettings(level, arm, ofArm);
    }
  }
}

/**
 * The frames over which the runs of a level are compared.
 *
 * @param asked - Frames that the user asked for; otherwise all runs have to have the same budget.
 * @throws {@link CompareError} naming runs with different budgets.
 */
export function comparedFrames(level: string, runs: readonly Run[], asked?: number): number {
  if (asked !== undefined) return asked;
  const budgets = groupBy(runs, (run) => run.totalFrames);
  const [first, ...others] = budgets.keys();
  if (others.length === 0) return first!;
  const least = Math.min(...budgets.keys());
  throw new CompareError(
    `${level}: expected runs of equal length, got ${oneRunEach(budgets, (frames) => `${frames} frames`)}. ` +
      `Compare the first ${least} frames of all with --frames ${least}, or leave runs out.`,
  );
}

function checkOptions(level: string, runs: readonly Run[]): void {
  const different = groupBy(runs, (run) => canonical(run.options));
  if (different.size === 1) return;
  throw new CompareError(
    `${level}: expected runs on the same level, got different env.options: ` +
      `${oneRunEach(different, (options) => options)}. Compare them apart.`,
  );
}

function checkDuplicates(runs: readonly Run[]): void {
  const identity = (run: Run): string => JSON.stringify([run.seed, canonical(run.hyperparameters)]);
  const [twice] = [...groupBy(runs, identity).values()].filter((same) => same.length > 1);
  if (twice === undefined) return;
  const [{ level, arm, seed }] = twice as [Run, ...Run[]];
  throw new CompareError(
    `${level}, ${arm}: expected every seed once, got seed ${seed} ${twice.length} times: ` +
      `${twice.map(({ path }) => path).join(', ')}. Equal seeds repeat a run, they do not add one: ` +
      'leave out all but one.',
  );
}

function checkSettings(level: string, arm: string, runs: readonly Run[]): void {
  const mixed = configDifferences(runs).filter(({ values }) => values.size > 1);
  if (mixed.length === 0) return;
  const lines = mixed.map(
    ({ path, values }) => `  ${path}: ${oneRunEach(values, (value) => value)}`,
  );
  throw new CompareError(
    `${level}, ${arm}: expected runs that differ in their seed alone (or in what a sweep drew), got ` +
      `different settings:\n${lines.join('\n')}\n` +
      'Compare them apart, or make them arms of a sweep, which have names.',
  );
}

/** `<value> (<a run>), <value> (<a run> and 3 more)`. */
function oneRunEach<K>(
  groups: ReadonlyMap<K, readonly Run[]>,
  describe: (key: K) => string,
): string {
  const parts = [...groups].map(([key, runs]) => {
    const paths = runs.map(({ path }) => path);
    return `${describe(key)} (${listed(paths, 1)})`;
  });
  return parts.join(', ');
}
