import { tf, withoutGradient } from '../../compute/index.js';
import { whereValid } from '../masking.js';

/** What belongs to the predictions k steps ahead. */
export interface StepTensors {
  /** `[R, B, h, w, 3]`: the pictures that come true. */
  readonly targets: tf.Tensor5D;
  /** `[R, B, h, w, 3]`: the pictures at the anchors. */
  readonly present: tf.Tensor5D;
  /** `[R, B]`: 1 where the anchor is valid. */
  readonly valid: tf.Tensor2D;
}

/** Sums over the valid anchors of one k; scalars. */
export interface SquaredErrors {
  /** Σ of the prediction's mean squared error over pixels and channels. */
  readonly error: tf.Scalar;
  /** The same of the mean of all valid targets. */
  readonly variance: tf.Scalar;
  /** The same of the picture at the anchor. */
  readonly change: tf.Scalar;
  /** Number of valid anchors. */
  readonly count: tf.Scalar;
}

/**
 * Squared errors of predictions and of two baselines; only `error` carries a gradient.
 *
 * @param predictions - In the shape of the targets, `[R, B, h, w, 3]`.
 */
export function squaredErrors(
  { targets, present, valid }: StepTensors,
  predictions: tf.Tensor5D,
): SquaredErrors {
  const pixels = targets.size / valid.size;
  const total = (difference: tf.Tensor5D): tf.Scalar =>
    tf.div(tf.sum(tf.square(whereValid(difference, valid))), pixels);
  const count = tf.sum<tf.Scalar>(valid);
  return {
    error: total(tf.sub(predictions, targets)),
    variance: withoutGradient(() =>
      tf.tidy(() => {
        const sum = tf.sum(whereValid(targets, valid), [0, 1], true);
        return total(tf.sub(targets, tf.div(sum, tf.maximum(count, 1))));
      }),
    ),
    change: withoutGradient(() => tf.tidy(() => total(tf.sub(targets, present)))),
    count,
  };
}
