import { tf } from './tf.js';
import { unsortedSegmentSum } from './unsortedSegmentSum.js';

/**
 * `tf.gather` along the first axis, with a gradient that every backend can compute: that of TensorFlow.js
 * 4.22 asks for a kernel that its wasm backend lacks.
 *
 * @param tensor - `[N, …]` float32.
 * @param indices - `[M]` int32, each in `0 … N−1`; one may stand there several times.
 * @returns `[M, …]`
 */
export function takeRows<T extends tf.Tensor>(tensor: T, indices: tf.Tensor1D): T {
  const take = tf.customGrad((all, save) => {
    (save as tf.GradSaveFunc)([indices]); // the caller's scope may end before the gradient is asked for
    const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]): tf.Tensor =>
      unsortedSegmentSum(dy, saved as tf.Tensor1D, tensor.shape[0]);
    return { value: tf.gather(all as T, indices), gradFunc };
  });
  return take(tensor);
}
