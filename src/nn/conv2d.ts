import { addBias, tf } from '../compute/index.js';
import { constant, fanInNormal } from './initializers.js';

/** Variables of a convolution: `kernel [height, width, inputs, outputs]`, `bias [outputs]`. */
export interface Conv2dParameters {
  readonly kernel: tf.Variable;
  readonly bias: tf.Variable;
  readonly [name: string]: tf.Variable;
}

/** What a convolution multiplies with and adds: its variables, or tensors made from them. */
export type Conv2dWeights = Readonly<Record<'kernel' | 'bias', tf.Tensor>>;

/** Geometry of a square convolution. */
export interface Conv2dGeometry {
  readonly inputs: number;
  readonly outputs: number;
  /** Side of the kernel in pixels. */
  readonly kernelSize: number;
  readonly stride: number;
  /**
   * `valid`, the default: none. `same`: zeros around the picture, so that the output has ⌈size / stride⌉
   * pixels a side; an odd one goes below and to the right, as in TensorFlow.
   */
  readonly padding?: 'valid' | 'same';
}

/** Makes the variables of a convolution; the caller disposes them. */
export function initConv2d(geometry: Conv2dGeometry, seed: number): Conv2dParameters {
  const { inputs, outputs, kernelSize } = geometry;
  const fanIn = kernelSize * kernelSize * inputs;
  return {
    kernel: fanInNormal({ shape: [kernelSize, kernelSize, inputs, outputs], fanIn, seed }),
    bias: constant([outputs], 0),
  };
}

/**
 * Convolution (cross-correlation, as in every learning library), plus bias.
 *
 * @param x - `[N, height, width, inputs]` float32.
 * @returns `[N, outputSize(height), outputSize(width), outputs]` float32.
 */
export function applyConv2d(
  weights: Conv2dWeights,
  geometry: Pick<Conv2dGeometry, 'stride' | 'padding'>,
  x: tf.Tensor4D,
): tf.Tensor4D {
  return tf.tidy(() => addBias(convolve(weights.kernel, geometry, x), weights.bias));
}

/** {@link applyConv2d} without a bias. */
export function convolve(
  kernel: tf.Tensor,
  { stride, padding = 'valid' }: Pick<Conv2dGeometry, 'stride' | 'padding'>,
  x: tf.Tensor4D,
): tf.Tensor4D {
  return tf.conv2d(x, kernel as tf.Tensor4D, stride, padding); // a variable loses its rank
}

/** Pixels along one side of the output; 0 or less where the image is smaller than the kernel. */
export function conv2dOutputSize(
  size: number,
  {
    kernelSize,
    stride,
    padding = 'valid',
  }: Pick<Conv2dGeometry, 'kernelSize' | 'stride' | 'padding'>,
): number {
  if (padding === 'same') return Math.ceil(size / stride);
  return Math.floor((size - kernelSize) / stride) + 1;
}
