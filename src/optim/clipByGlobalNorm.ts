import { tf } from '../compute/index.js';

/**
 * Scales gradients together so that their joint norm is at most `maxNorm`:
 * g ← g · maxNorm / max(‖g‖, maxNorm).
 *
 * Source: Pascanu, Mikolov, Bengio 2013, arXiv:1211.5063, as `tf.clip_by_global_norm` does it.
 *
 * @returns The scaled gradients under the same names, and the norm before scaling (scalar); the
 *   caller disposes both.
 */
export function clipByGlobalNorm(
  gradients: ReadonlyMap<string, tf.Tensor>,
  maxNorm: number,
): { gradients: Map<string, tf.Tensor>; norm: tf.Scalar } {
  const { clipped, norm } = tf.tidy(() => {
    const all = [...gradients.values()];
    const joint = tf.sqrt(tf.addN(all.map((g) => tf.sum(tf.square(g))))) as tf.Scalar;
    const scale = tf.div(maxNorm, tf.maximum(joint, maxNorm));
    return { clipped: all.map((g) => tf.mul(g, scale)), norm: joint };
  });
  const names = [...gradients.keys()];
  return { gradients: new Map(names.map((name, index) => [name, clipped[index]!])), norm };
}
