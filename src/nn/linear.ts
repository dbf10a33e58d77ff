import { addBias, tf } from '../compute/index.js';
import { constant, fanInNormal } from './initializers.js';

/** Variables of a linear layer: `weights [inputs, outputs]`, `bias [outputs]`. */
export interface LinearParameters {
  readonly weights: tf.Variable;
  readonly bias: tf.Variable;
  readonly [name: string]: tf.Variable;
}

/** Sizes and seed of a linear layer. */
export interface LinearOptions {
  readonly inputs: number;
  readonly outputs: number;
  readonly seed: number;
}

/** Makes the variables of a linear layer; the caller disposes them. */
export function initLinear({ inputs, outputs, seed }: LinearOptions): LinearParameters {
  return {
    weights: fanInNormal({ shape: [inputs, outputs], fanIn: inputs, seed }),
    bias: constant([outputs], 0),
  };
}

/**
 * y = x W + b.
 *
 * @param x - `[N, inputs]` float32.
 * @returns `[N, outputs]` float32.
 */
export function applyLinear({ weights, bias }: LinearParameters, x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => addBias(tf.matMul(x, weights as tf.Tensor as tf.Tensor2D), bias));
}
