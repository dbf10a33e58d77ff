import { addBias, tf } from '../compute/index.js';
import { constant, fanInNormal } from './initializers.js';

/**
 * Variables of a linear layer: `weights [outputs, inputs]`, `bias [outputs]`. One row per output is what
 * matrix products with few rows of x, which is acting, are fastest with.
 */
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
    weights: fanInNormal({ shape: [outputs, inputs], fanIn: inputs, seed }),
    bias: constant([outputs], 0),
  };
}

/**
 * y = x Wᵀ + b.
 *
 * @param x - `[N, inputs]` float32.
 * @returns `[N, outputs]` float32.
 */
export function applyLinear({ weights, bias }: LinearParameters, x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() =>
    addBias(tf.matMul(x, weights as tf.Tensor as tf.Tensor2D, false, true), bias),
  );
}
