import { Random } from '@rl-tools/env';
import type { Matrix } from '../../src/probe/index.js';

/** A matrix from its rows. */
export function matrix(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  return { rows: rows.length, columns, values: Float64Array.from(rows.flat()) };
}

/** Independent standard normal numbers. */
export function normals({
  rows,
  columns,
  seed,
}: {
  rows: number;
  columns: number;
  seed: number;
}): Matrix {
  const random = new Random(seed);
  const values = Float64Array.from({ length: rows * columns }, () => random.normal());
  return { rows, columns, values };
}
