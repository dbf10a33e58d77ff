import { describeValue } from '../describeValue.js';
import { SpaceError } from '../errors.js';

const METHODS = ['seed', 'sample', 'contains', 'equals'] as const;

/**
 * Refuses what has not the methods of a `Space`: callers in plain JavaScript may pass anything.
 *
 * @throws {@link SpaceError}
 */
export function requireSpace(value: unknown, place: string): void {
  if (isSpace(value)) return;
  throw new SpaceError(`${place} must be a space, got ${describeValue(value)}.`);
}

function isSpace(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return METHODS.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}
