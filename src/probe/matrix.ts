/** Numbers in rows, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** `[rows, columns]` */
  readonly values: Float64Array | Float32Array;
}

/** A matrix of the given rows, in that order. */
export function takeRows({ columns, values }: Matrix, rows: readonly number[]): Matrix {
  const taken = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    taken.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { rows: rows.length, columns, values: taken };
}

/** Mean of each column. */
export function columnMeans({ rows, columns, values }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) means[i % columns]! += values[i]! / rows;
  return means;
}

/** Standard deviation of each column (divided by the number of rows) around the given means. */
export function columnDeviations(
  { rows, columns, values }: Matrix,
  means: Float64Array,
): Float64Array {
  const variances = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) {
    variances[i % columns]! += (values[i]! - means[i % columns]!) ** 2 / rows;
  }
  return variances.map(Math.sqrt);
}
