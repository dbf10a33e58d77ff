import { TICKS_PER_SECOND } from '../../engine/index.js';
import { isWholeBelow } from '../stateChecks.js';
import type { Puzzle } from './puzzle.js';

/** The episode ends this many ticks after the goal was taken: 0.2 s in the original. */
export const TICKS_AFTER_GOAL = TICKS_PER_SECOND / 5;

/** Stands for no key and for no time. */
export const NONE = -1;

/** What the player has done to a puzzle. */
export interface Progress {
  /** For each key, whether it still lies in its place. */
  readonly keysLeft: readonly boolean[];
  /** For each passage, whether its door has been opened. */
  readonly open: readonly boolean[];
  /** Index of the key in hand, or {@link NONE}. */
  readonly heldKey: number;
  /** Since the goal was taken, at most {@link TICKS_AFTER_GOAL}, or {@link NONE}. */
  readonly ticksSinceGoal: number;
}

/** Nothing taken, no door open. */
export function noProgress({ keys, passages }: Puzzle): Progress {
  return {
    keysLeft: keys.map(() => true),
    open: passages.map(() => false),
    heldKey: NONE,
    ticksSinceGoal: NONE,
  };
}

/** Reads progress from a state; undefined where it does not fit the puzzle. */
export function readProgress(
  { keysLeft, open, heldKey, ticksSinceGoal }: Readonly<Record<string, unknown>>,
  { keys, passages }: Puzzle,
): Progress | undefined {
  const legal =
    isFlags(keysLeft, keys.length) &&
    isFlags(open, passages.length) &&
    passages.every(({ door }, i) => door !== undefined || !open[i]!) &&
    (heldKey === NONE || (isWholeBelow(heldKey, keys.length) && !keysLeft[heldKey]!)) &&
    (ticksSinceGoal === NONE || isWholeBelow(ticksSinceGoal, TICKS_AFTER_GOAL + 1));
  return legal ? { keysLeft, open, heldKey, ticksSinceGoal } : undefined;
}

function isFlags(value: unknown, length: number): value is readonly boolean[] {
  return (
    Array.isArray(value) &&
    value.length === length &&
    value.every((flag) => typeof flag === 'boolean')
  );
}
