/** What a learning curve is made of: a value at each moment, in order. */
export interface Points {
  /** Frames or seconds, ascending. */
  readonly at: ArrayLike<number>;
  /** E.g. the returns of the episodes that ended then. */
  readonly values: ArrayLike<number>;
}

/** The axis that a curve is laid on: `bins` of equal width from 0 to `end`. */
export interface Axis {
  readonly end: number;
  /** At least 1. */
  readonly bins: number;
}

/** End of each bin. */
export function binEnds({ end, bins }: Axis): number[] {
  return Array.from({ length: bins }, (_, bin) => ((bin + 1) * end) / bins);
}

/**
 * Learning curve: the mean of the values within each bin ((i·end/bins, (i+1)·end/bins], i from 0).
 *
 * A bin without a value keeps that of the bin before it. What lies beyond `end` (the rest of the last
 * update) belongs to the last bin.
 *
 * @returns One mean per bin; NaN before the first value.
 */
export function learningCurve({ at, values }: Points, { end, bins }: Axis): Float64Array {
  const sums = new Float64Array(bins);
  const counts = new Float64Array(bins);
  for (let i = 0; i < at.length; i++) {
    const bin = Math.max(0, Math.min(bins, Math.ceil((at[i]! * bins) / end)) - 1);
    sums[bin]! += values[i]!;
    counts[bin]!++;
  }
  let last = NaN;
  return sums.map((sum, bin) => {
    if (counts[bin]! > 0) last = sum / counts[bin]!;
    return last;
  });
}

/**
 * Area under a learning curve, divided by the length of its axis: the mean over its bins, in units of
 * return. Bins before the first value (NaN) are left out.
 *
 * @returns NaN for a curve without a value.
 */
export function areaUnderCurve(curve: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of curve) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}
