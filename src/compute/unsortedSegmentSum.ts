import { tf } from './tf.js';

/**
 * Sums rows that belong to the same segment; the gradient of `gather` is such a sum. Written as a
 * product with a matrix of zeros and ones:  out[s] = Σ over m with segmentIds[m] = s of x[m].
 *
 * @param x - `[M, …]` float32.
 * @param segmentIds - `[M]` int32; rows whose id is outside `0 … segments−1` are left out.
 * @returns `[segments, …]` float32.
 */
export function unsortedSegmentSum(
  x: tf.Tensor,
  segmentIds: tf.Tensor1D,
  segments: number,
): tf.Tensor {
  const [rows, ...rest] = x.shape as [number, ...number[]]; // the kernel gets at least one axis
  return tf.tidy(() => {
    const segment = tf.reshape(tf.range(0, segments, 1, 'int32'), [segments, 1]);
    const belongs = tf.equal(segment, tf.reshape(segmentIds, [1, rows])); // [S, M]
    const sums = tf.matMul(tf.cast(belongs, 'float32'), tf.reshape(x, [rows, -1]));
    return tf.reshape(sums, [segments, ...rest]);
  });
}
