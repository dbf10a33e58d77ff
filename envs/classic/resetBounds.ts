import { EnvError } from '../src/index.js';
import type { ResetOptions } from '../src/index.js';

/** Where the first state of an episode is drawn from. */
export interface ResetBounds {
  readonly low: number;
  readonly high: number;
}

/**
 * The bounds `low` and `high` among the options of a reset, as Gymnasium's classic tasks know them.
 *
 * @throws {@link EnvError} if another option is given, one is no finite number, or low is above high.
 */
export function readResetBounds(
  options: ResetOptions['options'],
  defaults: ResetBounds,
  place: string,
): ResetBounds {
  const unknown = Object.keys(options ?? {}).find((name) => name !== 'low' && name !== 'high');
  if (unknown !== undefined) {
    throw new EnvError(`${place}: the reset options are low and high, got '${unknown}'.`);
  }
  const { low, high } = { ...defaults, ...options } as Record<string, unknown>;
  if (isFinite(low) && isFinite(high) && low <= high) return { low, high };
  throw new EnvError(
    `${place}: low and high must be finite numbers, low not above high, ` +
      `got ${String(low)} and ${String(high)}.`,
  );
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}
