import { tf, withoutGradient } from '../compute/index.js';

/**
 * The three terms of an actor-critic loss, each summed over its rows.
 *
 * `weights [N]` float32 counts a row fully (1) or not at all (0: its actor was lost).
 * Source: Mnih et al. 2016, arXiv:1602.01783, §4; sums as in Espeholt et al. 2018,
 * arXiv:1802.01561, App. D.
 */

/** Rows of a policy and what came of them. */
export interface PolicyRows {
  /** `[N, A]` float32, unnormalised log-probabilities. */
  readonly logits: tf.Tensor2D;
  /** `[N]` int32, 0 to A − 1. */
  readonly actions: tf.Tensor1D;
  /** `[N]` float32, treated as constant. */
  readonly advantages: tf.Tensor1D;
  /** `[N]` float32, 0 or 1. */
  readonly weights: tf.Tensor1D;
}

/** −Σ w · log π(a) · A, the advantage A taken as constant. */
export function policyGradientLoss({ logits, actions, advantages, weights }: PolicyRows): tf.Scalar {
  return tf.tidy(() => {
    const factors = withoutGradient(() => tf.mul(advantages, weights));
    const chosen = actionLogProbabilities(logits, actions);
    return tf.neg(tf.sum<tf.Scalar>(tf.mul(chosen, factors)));
  });
}

/** log π(a) of the action taken in each row: `[N]`. */
export function actionLogProbabilities(logits: tf.Tensor2D, actions: tf.Tensor1D): tf.Tensor1D {
  return tf.tidy(() => {
    const oneHot = tf.cast(tf.oneHot(actions, logits.shape[1]), 'float32');
    return tf.sum(tf.mul(tf.logSoftmax(logits), oneHot), 1);
  });
}

/** ½ Σ w · (G − V)², the returns G taken as constant. All `[N]` float32. */
export function valueLoss(rows: {
  readonly values: tf.Tensor1D;
  readonly returns: tf.Tensor1D;
  readonly weights: tf.Tensor1D;
}): tf.Scalar {
  return tf.tidy(() => {
    const targets = withoutGradient(() => tf.clone(rows.returns));
    const squares = tf.square(tf.sub(targets, rows.values));
    return tf.mul(tf.sum(tf.mul(squares, rows.weights)), 0.5);
  });
}

/** Σ w · H(π), in nats, ≥ 0. A loss subtracts it. */
export function totalEntropy(logits: tf.Tensor2D, weights: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => {
    const logProbabilities = tf.logSoftmax(logits);
    const entropy = tf.neg(tf.sum(tf.mul(tf.exp(logProbabilities), logProbabilities), 1));
    return tf.sum(tf.mul(entropy, weights));
  });
}
