import { tf, withoutGradient } from '../../compute/index.js';
import { cellMeans } from '../imageCells.js';
import type { CellGrid } from '../imageCells.js';

/**
 * Pseudo-rewards of pixel control: how much every cell changes from one observation to the next,
 *
 *     r_t[cell] = mean over its pixels and channels of |o_{t+1} − o_t|.
 *
 * Source: Jaderberg et al. 2016, arXiv:1611.05397, §3.1 and appendix.
 *
 * @param observations - `[T, B, H, W, 3]` float32 in [0, 1], T ≥ 2.
 * @returns `[T−1, B, rows*columns]` float32 in [0, 1]; carries no gradient.
 */
export function pixelChanges(observations: tf.Tensor5D, grid: CellGrid): tf.Tensor3D {
  return withoutGradient(() =>
    tf.tidy(() => {
      const [steps, batch, ...shape] = observations.shape;
      const flat = tf.reshape(observations, [steps, -1]); // rows are contiguous, so slices are views
      const change = tf.abs(tf.sub(tf.slice(flat, 1), tf.slice(flat, 0, steps - 1)));
      const images: tf.Tensor4D = tf.reshape(change, [(steps - 1) * batch, ...shape]);
      const cells = tf.mean(cellMeans(images, grid), 3); // [(T−1)*B, rows, columns]
      return tf.reshape(cells, [steps - 1, batch, -1]);
    }),
  );
}
