import { tf } from '../compute/index.js';

/**
 * ln Σⱼ exp(sⱼ) over the last axis, its gradient taken as the softmax.
 *
 * `tf.logSumExp` keeps three tensors of the size of its input for the backward pass; this one keeps
 * the input and the result. With the scores of a whole minibatch that is gigabytes.
 *
 * @param scores - `[…, N]` float32, finite.
 * @returns `[…]` float32.
 */
export function logSumExpRows(scores: tf.Tensor): tf.Tensor {
  const forward = tf.customGrad((x, save) => {
    const [input, saveTensors] = [x as tf.Tensor, save as tf.GradSaveFunc];
    const value = tf.tidy(() => {
      const largest = tf.max(input, -1, true);
      const sum = tf.sum(tf.exp(tf.sub(input, largest)), -1);
      return tf.add(tf.log(sum), tf.squeeze(largest, [-1]));
    });
    saveTensors([input, value]);
    const gradFunc = (dy: tf.Tensor, [saved, total]: tf.Tensor[]): tf.Tensor => {
      const softmax = tf.exp(tf.sub(saved!, tf.expandDims(total!, -1)));
      return tf.mul(softmax, tf.expandDims(dy, -1));
    };
    return { value, gradFunc };
  });
  return forward(scores);
}
