import { tf } from './tf.js';

/**
 * Splits a tensor along its first axis, as `tf.unstack` does: `[N, …]` → N tensors `[…]`.
 *
 * TensorFlow.js 4.22 fails on the gradient of `tf.unstack` where N is 1: an operation with one output
 * gets a single gradient where that of `Unpack` wants a list.
 */
export function unstackRows(tensor: tf.Tensor): tf.Tensor[] {
  return tensor.shape[0] === 1 ? [tf.squeeze(tensor, [0])] : tf.unstack(tensor);
}
