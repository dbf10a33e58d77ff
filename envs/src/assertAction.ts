import { describeValue } from './describeValue.js';
import { InvalidActionError } from './errors.js';
import type { Space } from './spaces/index.js';

/**
 * Refuses an action outside its space; environments call it first thing in `step`.
 *
 * @param place - Who asks, for the message, e.g. `SeekAvoidArena.step`.
 * @throws {@link InvalidActionError}
 */
export function assertAction(space: Space<unknown>, action: unknown, place: string): void {
  if (space.contains(action)) return;
  throw new InvalidActionError(
    `${place}: expected an action in ${space.toString()}, got ${describeValue(action)}.`,
  );
}
