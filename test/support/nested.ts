export type Matrix = number[][];
export type Cube = number[][][];

/** Row-major numbers as `[rows][columns]`. */
export function matrix(
  data: readonly number[],
  [rows, columns]: readonly [number, number],
): Matrix {
  expectCount(data, rows * columns);
  return Array.from({ length: rows }, (_, row) => data.slice(row * columns, (row + 1) * columns));
}

/** Row-major numbers as `[a][b][c]`. */
export function cube(data: readonly number[], [a, b, c]: readonly [number, number, number]): Cube {
  expectCount(data, a * b * c);
  return Array.from({ length: a }, (_, index) =>
    matrix(data.slice(index * b * c, (index + 1) * b * c), [b, c]),
  );
}

function expectCount(data: readonly number[], count: number): void {
  if (data.length !== count) throw new Error(`Expected ${count} numbers, got ${data.length}.`);
}
