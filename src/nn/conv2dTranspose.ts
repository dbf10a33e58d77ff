import { addBias, tf } from '../compute/index.js';
import type { Conv2dParameters, Conv2dWeights } from './conv2d.js';
import { constant, fanInNormal } from './initializers.js';

/** Geometry of a square transposed convolution; no padding. */
export interface Conv2dTransposeGeometry {
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the kernel in pixels. */
  readonly kernelSize: number;
  /** Pixels of the output from one pixel of the input to the next. */
  readonly stride: number;
}

/**
 * Makes the variables of a transposed convolution: `kernel [kernelSize, kernelSize, outputs, inputs]`,
 * `bias [outputs]`; the caller disposes them.
 */
export function initConv2dTranspose(
  { inputs, outputs, kernelSize, stride }: Conv2dTransposeGeometry,
  seed: number,
): Conv2dParameters {
  // An output pixel lies under about (kernelSize / stride)² placements of the kernel.
  const fanIn = Math.ceil(kernelSize / stride) ** 2 * inputs;
  return {
    kernel: fanInNormal({ shape: [kernelSize, kernelSize, outputs, inputs], fanIn, seed }),
    bias: constant([outputs], 0),
  };
}

/**
 * Transposed convolution ("deconvolution"), the gradient of a convolution with respect to its input:
 *
 *     y[n, s·i + p, s·j + q, o] = bias_o + Σ over all such i, j, p, q and c of x[n, i, j, c] · kernel[p, q, o, c]
 *
 * with s the stride.
 *
 * Source: Zeiler et al. 2010; the form is that of TensorFlow's `conv2d_transpose` without padding.
 *
 * @param x - `[N, height, width, inputs]` float32.
 * @returns `[N, outputSize(height), outputSize(width), outputs]` float32.
 */
export function applyConv2dTranspose(
  { kernel, bias }: Conv2dWeights,
  { stride }: Pick<Conv2dTransposeGeometry, 'stride'>,
  x: tf.Tensor4D,
): tf.Tensor4D {
  const [kernelSize, , outputs] = kernel.shape as [number, number, number, number]; // initConv2dTranspose made it
  const [batch, height, width] = x.shape;
  const sides = [height, width].map((size) =>
    conv2dTransposeOutputSize(size, { kernelSize, stride }),
  );
  const shape: [number, number, number, number] = [batch, sides[0]!, sides[1]!, outputs];
  return tf.tidy(() =>
    addBias(tf.conv2dTranspose(x, kernel as tf.Tensor4D, shape, stride, 'valid'), bias),
  );
}

/** Pixels along one side of the output. */
export function conv2dTransposeOutputSize(
  size: number,
  { kernelSize, stride }: Pick<Conv2dTransposeGeometry, 'kernelSize' | 'stride'>,
): number {
  return (size - 1) * stride + kernelSize;
}
