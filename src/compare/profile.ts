import { checkScores } from './aggregates.js';
import type { Scores, ScoreTable } from './aggregates.js';

/**
 * Performance profile: for each threshold τ the share of runs that score higher,
 * F(τ) = (1/M) Σₘ (1/Nₘ) Σₙ 1[xₘₙ > τ].
 *
 * Source: Agarwal et al. 2021, arXiv:2108.13264, Eq. 2; rliable `create_performance_profile` with
 * score distributions.
 *
 * @param thresholds - τ, in the unit of the scores.
 * @returns One share, 0 to 1, per threshold.
 * @throws CompareError if the table or a level in it is empty.
 */
export function performanceProfile(
  scores: ScoreTable,
  thresholds: readonly number[],
): Float64Array {
  checkScores(scores);
  const profile = new Float64Array(thresholds.length);
  for (const level of scores) {
    const weight = 1 / (level.length * scores.length);
    for (let k = 0; k < thresholds.length; k++) {
      profile[k]! += weight * countAbove(level, thresholds[k]!);
    }
  }
  return profile;
}

/**
 * Thresholds for the profiles of several arms: evenly spaced from the lowest score, or 0 if that is
 * lower, to the highest, or 1 if that is higher.
 *
 * @param count - At least 2.
 */
export function profileThresholds(arms: readonly ScoreTable[], count: number): number[] {
  let low = 0;
  let high = 1;
  for (const level of arms.flat()) {
    for (const score of level) {
      low = Math.min(low, score);
      high = Math.max(high, score);
    }
  }
  return Array.from({ length: count }, (_, k) => low + (k * (high - low)) / (count - 1));
}

function countAbove(values: Scores, threshold: number): number {
  let count = 0;
  const { length } = values;
  for (let i = 0; i < length; i++) if (values[i]! > threshold) count++;
  return count;
}
