import { tf } from '../compute/index.js';

/**
 * Scales gradients together so that their joint norm is at most `maxNorm`:
 * g ← g · maxNorm / max(‖g‖, maxNorm).
 *
 * Source: Pascanu, Mikolov, Bengio 2013, arXiv:1211.5063, as `tf.clip_by_global_norm` does it.
 *
 * @returns The scaled gradients under the same names, and the norm before scaling (scalar).
 */
export function clipByGlobalNorm(
  gradients: ReadonlyMap<string, tf.Tensor>,
  maxNorm: number,
): { gradients: Map<string, tf.Tensor>; norm: tf.Scalar } {
  const squares = [...gradients.values()].map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares)) as tf.Scalar;
  const scale = tf.div(maxNorm, tf.maximum(norm, maxNorm));
  const clipped = new Map<string, tf.Tensor>();
  for (const [name, gradient] of gradients) clipped.set(name, tf.mul(gradient, scale));
  return { gradients: clipped, norm };
}
