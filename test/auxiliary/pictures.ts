/** A picture's cells, worked out by hand. */
export interface Cells {
  /** `[height, width]` in pixels. */
  readonly image: readonly [number, number];
  readonly cellSize: number;
  /** `[rows, columns]` of cells. */
  readonly size: readonly [number, number];
  /** Pixel at which the first cell begins. */
  readonly start: readonly [number, number];
}

/** Mean colour of every cell, in float64: `[row][column][channel]`. */
export function cellsOf(
  pixels: readonly number[],
  { image: [, width], cellSize, size: [rows, columns], start }: Cells,
): number[][][] {
  const mean = (row: number, column: number, channel: number): number => {
    let sum = 0;
    for (let i = 0; i < cellSize; i++)
      for (let j = 0; j < cellSize; j++) {
        const [y, x] = [start[0] + row * cellSize + i, start[1] + column * cellSize + j];
        sum += pixels[(y * width + x) * 3 + channel]!;
      }
    return sum / cellSize ** 2;
  };
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) =>
      [0, 1, 2].map((channel) => mean(row, column, channel)),
    ),
  );
}
