import * as tf from '@tensorflow/tfjs';

/** Weights `[inputs, outputs]` and bias `[outputs]` of a linear layer. */
export type Layer = readonly [weights: tf.Variable<tf.Rank.R2>, bias: tf.Variable<tf.Rank.R1>];

/**
 * Linear layers with seeded weights of deviation 1 / √inputs and biases of 0.
 *
 * @param sizes - Inputs and outputs of each, by name.
 */
export function createWeights<Name extends string>(
  seed: number,
  sizes: Readonly<Record<Name, readonly [inputs: number, outputs: number]>>,
): Record<Name, Layer> {
  const entries = Object.entries<readonly [number, number]>(sizes).map(
    ([name, [inputs, outputs]], index) => {
      const deviation = 1 / Math.sqrt(inputs);
      const values = tf.truncatedNormal(
        [inputs, outputs],
        0,
        deviation,
        'float32',
        1000 * seed + index,
      );
      return [name, [tf.variable(values), tf.variable(tf.zeros([outputs]))]] as const;
    },
  );
  return Object.fromEntries(entries) as unknown as Record<Name, Layer>;
}

/** `[N, inputs]` → `[N, outputs]`. */
export function linear(rows: tf.Tensor2D, [weights, bias]: Layer): tf.Tensor2D {
  return tf.add(tf.matMul(rows, weights), bias);
}
