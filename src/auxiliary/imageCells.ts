import { ArgumentError, tf, withoutGradient } from '../compute/index.js';

/** A picture cut into square cells without overlap. */
export interface CellGrid {
  /** Side of a cell in pixels. */
  readonly cellSize: number;
  /** `[rows, columns]` of cells. */
  readonly size: readonly [rows: number, columns: number];
  /** `[height, width]` of the pictures in pixels. */
  readonly imageSize: readonly [height: number, width: number];
}

/**
 * The cells of a picture. Where its sides are no multiples of a cell's, the cells cover a central part;
 * an odd pixel more is left out below and to the right.
 *
 * @param place - Who asks, for the message.
 * @throws {@link ArgumentError} if the picture is smaller than one cell.
 */
export function cellGrid(
  place: string,
  imageSize: readonly [height: number, width: number],
  cellSize: number,
): CellGrid {
  const [height, width] = imageSize;
  const size = [Math.floor(height / cellSize), Math.floor(width / cellSize)] as const;
  if (Math.min(...size) < 1) {
    throw new ArgumentError(
      `${place}: option 'cellSize': expected cells that fit into pictures of ${height}×${width} pixels, ` +
        `got cells of ${cellSize}×${cellSize}. Use smaller cells.`,
    );
  }
  return { cellSize, size, imageSize };
}

/**
 * Mean over the pixels of every cell, channel by channel. No gradient flows into pictures.
 *
 * @param images - `[N, H, W, C]` float32.
 * @returns `[N, rows, columns, C]` float32.
 */
export function cellMeans(
  images: tf.Tensor4D,
  { cellSize, size, imageSize }: CellGrid,
): tf.Tensor4D {
  return withoutGradient(() =>
    tf.tidy(() => {
      const [sides, starts] = [
        size.map((cells) => cells * cellSize),
        size.map((cells, axis) => Math.floor((imageSize[axis]! - cells * cellSize) / 2)),
      ];
      const [batch, , , channels] = images.shape;
      const isWhole = sides.every((side, axis) => side === imageSize[axis]);
      const covered = isWhole
        ? images
        : tf.slice(images, [0, ...starts, 0], [batch, ...sides, channels]);
      return tf.avgPool(covered, cellSize, cellSize, 'valid');
    }),
  );
}
