import type { DrawChoice } from './selectDraws.js';
import { CONFIDENCE, REPLICATIONS } from './bootstrap.js';
import { FINAL_SHARE } from './episodes.js';
import { RETURN_WINDOW } from '../metrics/index.js';
import { CompareError } from './errors.js';
import type { ComparisonSettings, ReferenceEntry } from './types.js';

/** What may be chosen in a comparison. */
export interface CompareOptions {
  /** Bins of the learning curves, 1 to 1,000; 50 where left out. */
  readonly bins?: number | undefined;
  /** Compares the first so many frames of every run; where left out, the budget, which has to be the same. */
  readonly frames?: number | undefined;
  /** Score whose frames are counted: for all levels, or by level id. Where left out, see {@link FramesToReach}. */
  readonly framesTo?: number | Readonly<Record<string, number>> | undefined;
  /** Keeps one draw of a sweep's hyperparameters; where left out, all count. */
  readonly draws?: DrawChoice | undefined;
  /** Reference scores that come before the committed ones. */
  readonly references?: readonly ReferenceEntry[] | undefined;
  /** Bootstrap replications of scores and aggregates; 10,000 where left out. */
  readonly replications?: number | undefined;
  /** Bootstrap replications of curves and performance profiles; 2,000 where left out, as in rliable. */
  readonly curveReplications?: number | undefined;
  /** Seed of the resampling; 0 where left out. */
  readonly seed?: number | undefined;
}

const DEFAULT_BINS = 50;
const MOST_BINS = 1000;
const CURVE_REPLICATIONS = 2000;
const FROM_ONE = [1, Infinity] as const;

/**
 * Settings of a comparison, every default filled in.
 *
 * @throws {@link CompareError} if a number is out of range.
 */
export function comparisonSettings(options: CompareOptions): ComparisonSettings {
  const { bins, replications, curveReplications, seed, frames } = options;
  if (frames !== undefined) requireWhole('frames', frames, FROM_ONE);
  return {
    bins: requireWhole('bins', bins ?? DEFAULT_BINS, [1, MOST_BINS]),
    finalShare: FINAL_SHARE,
    window: RETURN_WINDOW,
    confidence: CONFIDENCE,
    replications: requireWhole('replications', replications ?? REPLICATIONS, FROM_ONE),
    curveReplications: requireWhole(
      'curveReplications',
      curveReplications ?? CURVE_REPLICATIONS,
      FROM_ONE,
    ),
    seed: requireWhole('seed', seed ?? 0, [0, Infinity]),
  };
}

function requireWhole(
  name: string,
  value: number,
  [least, most]: readonly [number, number],
): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  throw new CompareError(`${name}: expected a whole number, ${range}, got ${value}.`);
}
