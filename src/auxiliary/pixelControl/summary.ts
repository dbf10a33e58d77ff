import { tf, withoutGradient } from '../../compute/index.js';
import type { AuxiliaryResult } from '../auxiliaryLoss.js';
import { meanOrNaN, shareExplained, whereValid } from '../masking.js';

/** Every row of an unroll but the last, which is there to bootstrap from. */
export interface ValuedRows {
  /** `[T−1, B, cells]`: Q of the actions taken. */
  readonly values: tf.Tensor3D;
  /** `[T−1, B, cells]`: returns of pseudo-rewards. */
  readonly returns: tf.Tensor3D;
  /** `[T−1, B, cells]`: the pseudo-rewards. */
  readonly rewards: tf.Tensor3D;
  /** `[T−1, B]`: 1 where the observation after is of the same episode. */
  readonly valid: tf.Tensor2D;
}

/** The loss and the metrics that PixelControlLoss documents. */
export function summarise({ values, returns, rewards, valid }: ValuedRows): AuxiliaryResult {
  const [, , cells] = values.shape;
  const rows = tf.sum<tf.Scalar>(valid);
  const squares = (difference: tf.Tensor3D): tf.Scalar =>
    tf.sum(tf.square(whereValid(difference, valid)));
  const mean = (of: tf.Tensor3D): tf.Scalar =>
    meanOrNaN(tf.sum<tf.Scalar>(whereValid(of, valid)), tf.mul(rows, cells));
  const error = squares(tf.sub(returns, values));
  const variation = withoutGradient(() =>
    tf.tidy(() => {
      const sums = tf.sum(whereValid(returns, valid), [0, 1], true); // [1, 1, cells]
      return squares(tf.sub(returns, tf.div(sums, tf.maximum(rows, 1))));
    }),
  );
  return {
    loss: tf.div(error, tf.maximum(rows, 1)),
    metrics: {
      loss: meanOrNaN(error, rows),
      pixelChange: mean(rewards),
      actionValue: mean(values),
      explainedVariance: shareExplained(error, variation),
    },
  };
}
