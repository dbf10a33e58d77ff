import { CompareError } from './errors.js';
import { meanOf } from './aggregates.js';

/** Finished episodes of a run, in the order in which they ended. */
export interface Episodes {
  /** Simulator ticks of all environments when each episode ended, ascending. */
  readonly frames: Float64Array;
  /** Unclipped returns. */
  readonly returns: Float64Array;
}

/** Share of the frames at the end of a run whose episodes make its final score. */
export const FINAL_SHARE = 0.1;

/** More than a running sum of returns can be off by, in parts of the largest of them. */
const ROUNDING = 1e-6;

/** Only what ended within the first `frames` simulator ticks. */
export function episodesUntil({ frames, returns }: Episodes, limit: number): Episodes {
  const end = firstAfter(frames, limit);
  return { frames: frames.subarray(0, end), returns: returns.subarray(0, end) };
}

/**
 * Final score of a run: mean unclipped return of the episodes that ended in the last tenth of its
 * frames, i.e. at a frame f > 0.9 F.
 *
 * @param totalFrames - F, the run's budget. What its last update goes beyond that counts too.
 * @returns NaN if no episode ended there.
 */
export function finalScore({ frames, returns }: Episodes, totalFrames: number): number {
  return meanOf(returns.subarray(firstAfter(frames, (1 - FINAL_SHARE) * totalFrames)));
}

/**
 * Frames at which the mean return of the last `window` episodes first was at least `score`.
 *
 * @param window - At least 1. Nothing is said before so many episodes have ended.
 * @returns `null` if it never was: the run is censored at its end.
 */
export function framesToReach(
  { frames, returns }: Episodes,
  score: number,
  window: number,
): number | null {
  if (!Number.isInteger(window) || window < 1) {
    throw new CompareError(
      `framesToReach: expected a window of 1 or more episodes, got ${window}.`,
    );
  }
  const largest = returns.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  let sum = 0;
  for (let end = 1; end <= returns.length; end++) {
    sum += returns[end - 1]! - (end > window ? returns[end - 1 - window]! : 0);
    if (end < window || sum / window < score - ROUNDING * largest) continue;
    // The running sum gathers rounding errors: what comes near the score is summed anew.
    if (meanOf(returns.subarray(end - window, end)) >= score) return frames[end - 1]!;
  }
  return null;
}

/** Index of the first entry above `limit`, by bisection; the length if there is none. */
function firstAfter(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
