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
    `${place}: expected an action in ${space.toString()}, got ${describe(action)}.`,
  );
}

/** A value in a few words: long arrays are not spelled out. */
function describe(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
