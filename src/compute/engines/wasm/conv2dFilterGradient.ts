import { tf } from '../../tf.js';
import { ArgumentError } from '../../errors.js';

/** Attributes of TensorFlow.js's kernel `Conv2DBackpropFilter`. */
interface FilterGradientAttributes {
  readonly strides: [number, number] | number;
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  /** `[filterHeight, filterWidth, inChannels, outChannels]`. */
  readonly filterShape: [number, number, number, number];
}

/**
 * Gradient of a convolution with respect to its filter, from operations that WebAssembly has:
 * dW[i, j, c, o] = Σ over n, y, x of  x[n, y·s + i, x·s + j, c] · dy[n, y, x, o],
 * one matrix product for each filter row i.
 *
 * @param x - `[N, H, W, inChannels]` float32, the convolution's input.
 * @param dy - `[N, outHeight, outWidth, outChannels]` float32, gradient of its output.
 * @returns Gradient of the filter, `attributes.filterShape` float32.
 * @throws {@link ArgumentError} for channels-first data.
 */
export function conv2dFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  attributes: FilterGradientAttributes,
): tf.Tensor4D {
  const { strides, pad, dimRoundingMode, filterShape } = attributes;
  if (attributes.dataFormat !== 'NHWC') {
    throw new ArgumentError(
      `conv2d on the wasm engine: expected dataFormat NHWC, got ${attributes.dataFormat}; transpose the input.`,
    );
  }
  const convolution = tf.backend_util.computeConv2DInfo(
    ...([x.shape, filterShape, strides, 1, pad, dimRoundingMode] as const),
  );
  return tf.tidy(() => {
    const padded = padInput(x, convolution);
    const dyRows = tf.reshape(dy, [-1, convolution.outChannels]); // [N*Y*X, O]
    const rows = Array.from(
      { length: convolution.filterHeight },
      (_, row) => tf.matMul(tf.transpose(patches(padded, row, convolution)), dyRows), // [J*C, O]
    );
    return tf.reshape<tf.Rank.R4>(tf.concat(rows, 0), filterShape);
  });
}

type Convolution = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** Pads with zeros, so that every patch lies inside: `[N, H', W', C]`. */
function padInput(x: tf.Tensor4D, convolution: Convolution): tf.Tensor4D {
  const { padInfo, strideHeight, strideWidth, outHeight, outWidth } = convolution;
  const neededHeight = (outHeight - 1) * strideHeight + convolution.filterHeight;
  const neededWidth = (outWidth - 1) * strideWidth + convolution.filterWidth;
  const bottom = Math.max(0, neededHeight - padInfo.top - convolution.inHeight);
  const right = Math.max(0, neededWidth - padInfo.left - convolution.inWidth);
  const { top, left } = padInfo;
  if (top + bottom + left + right === 0) return x;
  return tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
}

/** What filter row `row` sees at each output position: `[N*Y*X, J*C]`. */
function patches(padded: tf.Tensor4D, row: number, convolution: Convolution): tf.Tensor2D {
  const { batchSize, inChannels, filterWidth, outHeight, outWidth } = convolution;
  const { strideHeight, strideWidth } = convolution;
  const columns = Array.from({ length: filterWidth }, (_, column) =>
    tf.stridedSlice(
      padded,
      [0, row, column, 0],
      [
        batchSize,
        row + (outHeight - 1) * strideHeight + 1,
        column + (outWidth - 1) * strideWidth + 1,
        inChannels,
      ],
      [1, strideHeight, strideWidth, 1],
    ),
  );
  return tf.reshape(tf.concat(columns, 3), [-1, filterWidth * inChannels]);
}
