import { tf } from '../../tf.js';

/** Attributes of TensorFlow.js's kernel `MaxPoolGrad`. */
interface MaxPoolGradientAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: Parameters<typeof tf.backend_util.computePool2DInfo>[4];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Pool = ReturnType<typeof tf.backend_util.computePool2DInfo>;

/** Smaller than every number of a picture, and not infinite: infinities become NaN under a mask. */
const BELOW_ALL = -3.4e38;

/**
 * Gradient of a maximum over windows, from operations that WebAssembly has. The gradient of an output
 * goes to the first place in its window that holds the maximum, row by row, as in TensorFlow.
 *
 * @param dy - `[N, outHeight, outWidth, C]` float32, gradient of the output.
 * @param x - `[N, H, W, C]` float32, the input.
 * @param y - `[N, outHeight, outWidth, C]` float32, the output.
 * @returns `[N, H, W, C]` float32.
 */
export function maxPoolGradient(
  { dy, x, y }: { readonly dy: tf.Tensor4D; readonly x: tf.Tensor4D; readonly y: tf.Tensor4D },
  { filterSize, strides, pad, dimRoundingMode }: MaxPoolGradientAttributes,
): tf.Tensor4D {
  const pool = tf.backend_util.computePool2DInfo(
    ...([x.shape, filterSize, strides, 1, pad, dimRoundingMode] as const),
  );
  return tf.tidy(() => {
    const extent = paddedExtent(pool);
    const padded = tf.pad(x, extent.padding, BELOW_ALL);
    let left = dy; // what has found no place yet
    let gradient: tf.Tensor4D = tf.zerosLike(padded);
    for (let row = 0; row < pool.filterHeight; row++) {
      for (let column = 0; column < pool.filterWidth; column++) {
        const seen = windowPlace(padded, pool, [row, column]);
        const taken: tf.Tensor4D = tf.mul(left, tf.cast(tf.equal(seen, y), 'float32'));
        left = tf.sub(left, taken);
        gradient = tf.add(gradient, spread(taken, pool, { row, column, ...extent }));
      }
    }
    const { top, left: leftPad } = pool.padInfo;
    return tf.slice(gradient, [0, top, leftPad, 0], x.shape);
  });
}

interface Extent {
  readonly height: number;
  readonly width: number;
  readonly padding: [number, number][];
}

/** The input with its padding, and what the strides walk over beyond it. */
function paddedExtent(pool: Pool): Extent {
  const { top, left } = pool.padInfo;
  const height = Math.max(
    (pool.outHeight - 1) * pool.strideHeight + Math.max(pool.filterHeight, pool.strideHeight),
    top + pool.inHeight,
  );
  const width = Math.max(
    (pool.outWidth - 1) * pool.strideWidth + Math.max(pool.filterWidth, pool.strideWidth),
    left + pool.inWidth,
  );
  const padding: [number, number][] = [
    [0, 0],
    [top, height - top - pool.inHeight],
    [left, width - left - pool.inWidth],
    [0, 0],
  ];
  return { height, width, padding };
}

/** What every window sees at one of its places: `[N, outHeight, outWidth, C]`. */
function windowPlace(
  padded: tf.Tensor4D,
  pool: Pool,
  [row, column]: [number, number],
): tf.Tensor4D {
  return tf.stridedSlice(
    padded,
    [0, row, column, 0],
    [
      pool.batchSize,
      row + (pool.outHeight - 1) * pool.strideHeight + 1,
      column + (pool.outWidth - 1) * pool.strideWidth + 1,
      pool.inChannels,
    ],
    [1, pool.strideHeight, pool.strideWidth, 1],
  ) as tf.Tensor4D;
}

/** The reverse of {@link windowPlace}: values at the places the windows see, 0 elsewhere. */
function spread(
  values: tf.Tensor4D,
  pool: Pool,
  { row, column, height, width }: Extent & { readonly row: number; readonly column: number },
): tf.Tensor4D {
  const { batchSize, outHeight, outWidth, inChannels, strideHeight, strideWidth } = pool;
  const apart = tf.pad(tf.reshape(values, [batchSize, outHeight, 1, outWidth, inChannels]), [
    [0, 0],
    [0, 0],
    [0, strideHeight - 1],
    [0, 0],
    [0, (strideWidth - 1) * inChannels],
  ]);
  const [spreadHeight, spreadWidth] = [outHeight * strideHeight, outWidth * strideWidth];
  const dense: tf.Tensor4D = tf.reshape(apart, [batchSize, spreadHeight, spreadWidth, inChannels]);
  const [rows, columns] = [
    Math.min(spreadHeight, height - row),
    Math.min(spreadWidth, width - column),
  ];
  const inside = tf.slice(dense, [0, 0, 0, 0], [batchSize, rows, columns, inChannels]);
  return tf.pad(inside, [
    [0, 0],
    [row, height - row - rows],
    [column, width - column - columns],
    [0, 0],
  ]);
}
