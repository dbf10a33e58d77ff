import { tf } from '../../compute/index.js';

/**
 * Which anchors (t, b) have a target k steps ahead in the same episode: t + k < T and no episode
 * starts in t+1 … t+k.
 *
 * Counting episode starts gives every observation the number of its episode; an anchor is valid
 * where that number is the same k steps later.
 *
 * @param episodeStarts - `[T, B]` float32, 0 or 1.
 * @param step - k, from 1 to T − 1.
 * @returns `[T−k, B]` float32, 1 where valid, row t for anchor t.
 */
export function validAnchors(episodeStarts: tf.Tensor2D, step: number): tf.Tensor2D {
  return tf.tidy(() => {
    const [steps, batch] = episodeStarts.shape;
    const episode = tf.cumsum<tf.Tensor2D>(episodeStarts, 0);
    const here = tf.slice(episode, [0, 0], [steps - step, batch]);
    const there = tf.slice(episode, [step, 0], [steps - step, batch]);
    return tf.cast(tf.equal(here, there), 'float32') as tf.Tensor2D;
  });
}
