import { CompareError } from './errors.js';
import { quantile } from './quantile.js';

/** Scores of some runs. */
export type Scores = readonly number[] | Float64Array;

/**
 * Scores of one arm: an entry per level, in it a score per run. Where all levels have equally many
 * runs this is rliable's matrix of runs × tasks, turned on its side.
 */
export type ScoreTable = readonly Scores[];

/** Share of runs that {@link iqm} drops at each end. */
const TRIMMED_SHARE = 0.25;

/**
 * Mean over levels of the mean over runs:  (1/M) Σₘ (1/Nₘ) Σₙ xₘₙ.
 *
 * Source: Agarwal et al. 2021, arXiv:2108.13264, §4.3; rliable `aggregate_mean`.
 *
 * @throws {@link CompareError} if the table or a level in it is empty.
 */
export function mean(scores: ScoreTable): number {
  return meanOf(levelMeans(scores));
}

/**
 * Median over levels of the mean over runs.
 *
 * Source: arXiv:2108.13264, §4.3; rliable `aggregate_median`. For one level this is its mean: the
 * median over its runs is `quantile` of them.
 *
 * @throws {@link CompareError} if the table or a level in it is empty.
 */
export function median(scores: ScoreTable): number {
  return quantile(levelMeans(scores).sort(), 0.5);
}

/**
 * Interquartile mean: the runs of all levels together, ⌊n/4⌋ of the lowest and as many of the
 * highest left out, the mean of the rest.
 *
 * Source: arXiv:2108.13264, §4.3; rliable `aggregate_iqm`, which is `scipy.stats.trim_mean(x, 0.25)`.
 * A level with more runs than another weighs more.
 *
 * @throws {@link CompareError} if the table or a level in it is empty.
 */
export function iqm(scores: ScoreTable): number {
  checkScores(scores);
  const count = scores.reduce((sum, level) => sum + level.length, 0);
  const pooled = new Float64Array(count);
  let at = 0;
  for (const level of scores) {
    pooled.set(level, at);
    at += level.length;
  }
  return trimmedMean(pooled.sort());
}

/**
 * How far scores fall short of γ, those above it counted as γ:  γ − (1/M) Σₘ (1/Nₘ) Σₙ min(xₘₙ, γ).
 *
 * Source: arXiv:2108.13264, §4.3; rliable `aggregate_optimality_gap`.
 *
 * @param gamma - Score from which on more does not count; 1 is the reference player of normalised scores.
 * @throws {@link CompareError} if the table or a level in it is empty.
 */
export function optimalityGap(scores: ScoreTable, gamma = 1): number {
  checkScores(scores);
  return gamma - meanOf(scores.map((level) => meanUpTo(level, gamma)));
}

/** Mean of the middle half of ascending values: ⌊n/4⌋ of them are left out at each end. */
export function trimmedMean(sorted: Float64Array): number {
  const cut = Math.floor(TRIMMED_SHARE * sorted.length);
  let sum = 0;
  for (let i = cut; i < sorted.length - cut; i++) sum += sorted[i]!;
  return sum / (sorted.length - 2 * cut);
}

/**
 * Arithmetic mean of at least one value.
 *
 * By index: walking over a typed array with `for … of` takes some eight times as long, and most of a
 * bootstrap is means.
 */
export function meanOf(values: Scores): number {
  const { length } = values;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += values[i]!;
  return sum / length;
}

/** @throws {@link CompareError} if the table or a level in it is empty. */
export function checkScores(scores: ScoreTable): void {
  const empty = scores.findIndex((level) => level.length === 0);
  if (scores.length > 0 && empty < 0) return;
  const got = scores.length === 0 ? 'no level' : `none for level ${empty}`;
  throw new CompareError(`scores: expected at least one run for every level, got ${got}.`);
}

function levelMeans(scores: ScoreTable): Float64Array {
  checkScores(scores);
  return Float64Array.from(scores, meanOf);
}

/** Mean of min(x, limit). */
function meanUpTo(values: Scores, limit: number): number {
  const { length } = values;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += Math.min(values[i]!, limit);
  return sum / length;
}
