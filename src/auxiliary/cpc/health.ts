import { tf, withoutGradient } from '../../compute/index.js';
import type { AuxiliaryMetrics } from '../auxiliaryLoss.js';
import type { CpcFeatures } from './checkFeatures.js';

/**
 * What shows whether the features can be right at all; scalars, without gradient.
 *
 * - `embeddingSpread`, 0 to 1: √(Σ Var z / Σ E z²), variances and means over all T·B embeddings, sums over
 *   their Z numbers. 0 where all embeddings are the same (a collapse), 1 where their mean is 0. NaN for
 *   a single embedding.
 * - `episodeStarts`, 0 to 1: share of the observations that open an episode.
 */
export function healthOf({ embeddings, episodeStarts }: CpcFeatures): AuxiliaryMetrics {
  return {
    embeddingSpread: withoutGradient(() => tf.tidy(() => spreadOf(embeddings))),
    episodeStarts: withoutGradient(() => tf.mean(episodeStarts)),
  };
}

function spreadOf(embeddings: tf.Tensor3D): tf.Tensor {
  const [steps, batch, size] = embeddings.shape;
  const count = steps * batch;
  if (count < 2) return tf.scalar(NaN);
  const rows = tf.reshape(embeddings, [count, size]);
  const mean = tf.mean(rows, 0, true); // [1, Z]
  const variance = tf.div(tf.sum(tf.square(tf.sub(rows, mean))), count);
  const meanSquare = tf.add(variance, tf.sum(tf.square(mean))); // Σ E z² = Σ Var z + Σ (E z)²
  return tf.sqrt(tf.divNoNan(variance, meanSquare));
}
