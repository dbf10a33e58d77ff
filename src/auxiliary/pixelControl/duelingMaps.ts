import { tf, withoutGradient } from '../../compute/index.js';

/**
 * Action values from value and advantages, for every cell of a grid:
 *
 *     Q(a) = V + A_a − mean over a' of A_a'.
 *
 * Source: Wang et al. 2016, arXiv:1511.06581, Eq. 9.
 *
 * @param maps - `[N, cells, 1+A]` float32: V, then the advantages.
 * @param actions - `[N]` int32.
 * @returns `[N, cells]`, Q of the action of each row.
 */
export function valuesOfActions(maps: tf.Tensor3D, actions: tf.Tensor1D): tf.Tensor2D {
  return tf.tidy(() => {
    const count = maps.shape[2] - 1;
    const oneHot = tf.cast(tf.oneHot(actions, count), 'float32'); // [N, A]
    // Q(a) = (V, A_1, …) · (1, 1_a − 1/|A|): one product in place of four passes over the maps.
    const factors = tf.concat([tf.onesLike(tf.slice(oneHot, [0, 0], [-1, 1])), tf.sub(oneHot, 1 / count)], 1); // prettier-ignore
    return tf.squeeze(tf.matMul(maps, tf.expandDims(factors, 2)), [2]);
  });
}

/**
 * max over a of Q(a), for every cell; carries no gradient.
 *
 * @param maps - `[N, cells, 1+A]` float32: V, then the advantages.
 * @returns `[N, cells]`.
 */
export function largestValues(maps: tf.Tensor3D): tf.Tensor2D {
  return withoutGradient(() =>
    tf.tidy(() => {
      const [value, advantages] = tf.split(maps, [1, maps.shape[2] - 1], 2) as [
        tf.Tensor3D,
        tf.Tensor3D,
      ];
      const aboveMean = tf.sub(tf.max(advantages, 2), tf.mean(advantages, 2));
      return tf.add<tf.Tensor2D>(tf.squeeze(value, [2]), aboveMean); // [N, cells]
    }),
  );
}
