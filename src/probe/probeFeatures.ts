import type { Estimate } from '../compare/index.js';
import { determination, determinationInterval } from './determination.js';
import type { Predictions } from './determination.js';
import { columnMeans, takeRows } from './matrix.js';
import type { Matrix } from './matrix.js';
import { predict, ridgeSystem, solveRidge } from './ridge.js';
import type { LinearMap } from './ridge.js';
import type { Split } from './split.js';

/** Rows to probe: the same rows of targets and episodes serve any number of features. */
export interface ProbeRows {
  /** `[N, M]` */
  readonly targets: Matrix;
  /** `[N]`: number of the episode of each row. */
  readonly episodes: readonly number[];
  readonly split: Split;
}

/** How well a linear map of features tells the targets of episodes it has not seen. */
export interface ProbeScore {
  /** R² on the test episodes. */
  readonly r2: number;
  /** 95 % bootstrap interval over test episodes. */
  readonly interval: Estimate['interval'];
  /** α / N of the ridge regression, chosen on the validation episodes; `null` where none is used. */
  readonly penalty: number | null;
}

/** α / N to choose from; features are standardised. */
export const PENALTIES = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100];

/**
 * Fits ridge regressions to the training rows, takes the penalty with the highest R² on the
 * validation rows, fits again to both, and scores the test rows, which nothing before has touched.
 *
 * @param features - `[N, D]`
 */
export function probeFeatures(features: Matrix, rows: ProbeRows): ProbeScore {
  const { train, validation, test } = rows.split;
  const fit = fitRows(features, rows, train);
  const scores = PENALTIES.map((penalty) =>
    determination(applyTo(features, rows, { part: validation, map: fit(penalty) })),
  );
  const penalty = PENALTIES[scores.indexOf(Math.max(...scores))]!;
  const map = fitRows(features, rows, [...train, ...validation])(penalty);
  const { value, interval } = determinationInterval(applyTo(features, rows, { part: test, map }));
  return { r2: value, interval, penalty };
}

/** What the mean of the training and validation rows scores: the least that a probe has to beat. */
export function probeMean(rows: ProbeRows): ProbeScore {
  const { train, validation, test } = rows.split;
  const nothing: Matrix = { rows: rows.targets.rows, columns: 0, values: new Float64Array(0) };
  const map: LinearMap = {
    means: new Float64Array(0),
    weights: new Float64Array(0),
    intercepts: columnMeans(takeRows(rows.targets, [...train, ...validation])),
  };
  const { value, interval } = determinationInterval(applyTo(nothing, rows, { part: test, map }));
  return { r2: value, interval, penalty: null };
}

/** Ridge regressions of some rows, by their penalty α / N. */
function fitRows(
  features: Matrix,
  { targets }: ProbeRows,
  part: readonly number[],
): (penalty: number) => LinearMap {
  const system = ridgeSystem(takeRows(features, part), takeRows(targets, part));
  return (penalty) => solveRidge(system, penalty * system.rows);
}

function applyTo(
  features: Matrix,
  { targets, episodes }: ProbeRows,
  { part, map }: { readonly part: readonly number[]; readonly map: LinearMap },
): Predictions {
  return {
    targets: takeRows(targets, part),
    predicted: predict(map, takeRows(features, part)),
    episodes: part.map((row) => episodes[row]!),
  };
}
