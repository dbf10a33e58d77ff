import { takeRows, tf } from '../compute/index.js';

/**
 * Which anchors (t, b) have a target k steps ahead in the same episode: t + k < T and no episode
 * starts in t+1 … t+k.
 *
 * Counting episode starts gives every observation the number of its episode; an anchor is valid
 * where that number is the same k steps later.
 *
 * @param episodeStarts - `[T, B]` float32, 0 or 1.
 * @param step - k, from 1 to T − 1.
 * @param stride - n: anchors stand at t = 0, n, 2n, …
 * @returns `[⌈(T−k)/n⌉, B]` float32, 1 where valid, row i for anchor t = n·i.
 */
export function validAnchors(
  episodeStarts: tf.Tensor2D,
  step: number,
  stride: number,
): tf.Tensor2D {
  return tf.tidy(() => {
    const [steps] = episodeStarts.shape;
    const episode = tf.cumsum<tf.Tensor2D>(episodeStarts, 0);
    const here = rowsEvery(tf.slice(episode, 0, steps - step), stride);
    const there = rowsEvery(tf.slice(episode, step), stride);
    return tf.cast(tf.equal(here, there), 'float32') as tf.Tensor2D;
  });
}

/** Rows 0, n, 2n, …: `[R, …]` → `[⌈R/n⌉, …]`. */
export function rowsEvery<T extends tf.Tensor>(tensor: T, stride: number): T {
  if (stride === 1) return tensor;
  const count = Math.ceil(tensor.shape[0] / stride);
  const indices = Array.from({ length: count }, (_, i) => i * stride);
  return takeRows(tensor, tf.tensor1d(indices, 'int32'));
}
