import { tf } from '../compute/index.js';
import { meanOrNaN } from './masking.js';

/**
 * From sums over the anchors of every step to their means, and the mean of those:
 *
 *     m_k = sum_k / count_k,   loss = mean of the m_k with count_k > 0; 0 if there is none.
 *
 * @param sums - `[K]` float32, 0 where the count is 0.
 * @param counts - `[K]` float32, anchors of each step.
 * @returns `loss`, a scalar, and `means [K]`, NaN where the count is 0.
 */
export function meanOverSteps(
  sums: tf.Tensor1D,
  counts: tf.Tensor1D,
): { loss: tf.Scalar; means: tf.Tensor1D } {
  const filled = tf.sum(tf.cast(tf.greater(counts, 0), 'float32'));
  const loss = tf.div<tf.Scalar>(
    tf.sum(tf.div(sums, tf.maximum(counts, 1))),
    tf.maximum(filled, 1),
  );
  return { loss, means: meanOrNaN(sums, counts) };
}
