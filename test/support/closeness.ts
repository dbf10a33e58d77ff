import { expect } from 'vitest';

/**
 * Largest difference between two lists, relative to the largest expected size; NaN if any number is.
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length, 'number of values').toBe(expected.length);
  const wanted = Array.from(expected);
  const scale = Math.max(...wanted.map(Math.abs), Number.MIN_VALUE);
  const difference = Math.max(0, ...Array.from(actual, (value, i) => Math.abs(value - wanted[i]!)));
  return difference === 0 ? 0 : difference / scale;
}

/** Asserts {@link relativeError} below `tolerance`; where all expected are 0, only 0 passes. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { tolerance = 1e-5, what = 'values' }: { tolerance?: number; what?: string } = {},
): void {
  expect(relativeError(actual, expected), `relative error of ${what}`).toBeLessThan(tolerance);
}
