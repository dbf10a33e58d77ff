import { Random } from '@rl-tools/env/random';
import { checkScores } from './aggregates.js';
import type { Scores, ScoreTable } from './aggregates.js';
import { quantile } from './quantile.js';
import type { Estimate, Interval } from './types.js';

/** Draws `indices.length` runs out of 0 … `indices.length` − 1, with replacement. */
export type Resampler = (indices: Int32Array) => void;

/** How intervals are made. */
export interface BootstrapOptions {
  /** B, resamples; 10,000 where left out. */
  readonly replications?: number;
  /** Coverage of the interval, 0 to 1; 0.95 where left out. */
  readonly confidence?: number;
  /** Where resampled runs come from; {@link seededResampler} of 0 where left out. */
  readonly resample?: Resampler;
}

/** Enough that an end of an interval moves by about a hundredth of its length from seed to seed. */
export const REPLICATIONS = 10_000;

/** Coverage of all intervals. */
export const CONFIDENCE = 0.95;

/** Runs drawn at random, every one equally likely; equal seeds draw equal runs on every machine. */
export function seededResampler(seed: number): Resampler {
  const random = new Random(seed);
  return (indices) => {
    for (let i = 0; i < indices.length; i++) indices[i] = random.integer(indices.length);
  };
}

/**
 * Stratified bootstrap with percentile intervals: B times, as many runs as there are are drawn with
 * replacement within each level, and the statistics taken of them; the interval reaches from the
 * (1 − confidence)/2 quantile of the B values to the opposite one.
 *
 * Source: Agarwal et al. 2021, arXiv:2108.13264, §4.1; rliable `get_interval_estimates`. Two arms are
 * resampled independently (rliable's `StratifiedIndependentBootstrap`) if the levels of both are
 * handed over, one after another.
 *
 * @param statistics - Any number of figures of a table of scores. The arrays it is handed are reused.
 * @returns For each figure its value on `scores` and its interval.
 * @throws CompareError if the table or a level in it is empty.
 */
export function stratifiedBootstrap(
  scores: ScoreTable,
  statistics: (scores: ScoreTable) => Scores,
  options: BootstrapOptions = {},
): Estimate[] {
  checkScores(scores);
  const { replications = REPLICATIONS, confidence, resample = seededResampler(0) } = options;
  const values = Array.from(statistics(scores));
  const replicates = values.map(() => new Float64Array(replications));
  const draw = createDraw(scores, resample);
  for (let b = 0; b < replications; b++) {
    const drawn = statistics(draw());
    for (let k = 0; k < values.length; k++) replicates[k]![b] = drawn[k]!;
  }
  return values.map((value, k) => ({
    value,
    interval: percentileInterval(replicates[k]!, confidence),
  }));
}

/**
 * The middle `confidence` of the values.
 *
 * @param values - At least one; sorted in place.
 */
export function percentileInterval(values: Float64Array, confidence = CONFIDENCE): Interval {
  const sorted = values.sort();
  const outside = (1 - confidence) / 2;
  return [quantile(sorted, outside), quantile(sorted, 1 - outside)];
}

/** A function that fills and returns one resample after another. */
function createDraw(scores: ScoreTable, resample: Resampler): () => ScoreTable {
  const levels = scores.map((level) => ({
    level,
    indices: new Int32Array(level.length),
    drawn: new Float64Array(level.length),
  }));
  const table = levels.map(({ drawn }) => drawn);
  return () => {
    for (const { level, indices, drawn } of levels) {
      resample(indices);
      for (let i = 0; i < indices.length; i++) drawn[i] = level[indices[i]!]!;
    }
    return table;
  };
}
