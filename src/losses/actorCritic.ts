import { expectShape, tf, withoutGradient } from '../compute/index.js';

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

/**
 * −Σ w · log π(a) · A, the advantage A taken as constant.
 *
 * @throws ShapeError if the shapes disagree: `[N, 1]` beside `[N]` would broadcast to `[N, N]`.
 */
export function policyGradientLoss({
  logits,
  actions,
  advantages,
  weights,
}: PolicyRows): tf.Scalar {
  expectRows('policyGradientLoss', logits.shape[0], { actions, advantages, weights });
  return tf.tidy(() => {
    const factors = withoutGradient(() => tf.mul(advantages, weights));
    const chosen = actionLogProbabilities(logits, actions);
    return tf.neg(tf.sum<tf.Scalar>(tf.mul(chosen, factors)));
  });
}

/**
 * log π(a) of the action taken in each row: `[N]`.
 *
 * @throws ShapeError if `actions` is not `[N]`.
 */
export function actionLogProbabilities(logits: tf.Tensor2D, actions: tf.Tensor1D): tf.Tensor1D {
  expectRows('actionLogProbabilities', logits.shape[0], { actions });
  return tf.tidy(() => {
    const oneHot = tf.cast(tf.oneHot(actions, logits.shape[1]), 'float32');
    return tf.sum(tf.mul(tf.logSoftmax(logits), oneHot), 1);
  });
}

/**
 * ½ Σ w · (G − V)², the returns G taken as constant. All `[N]` float32.
 *
 * @throws ShapeError if the shapes disagree.
 */
export function valueLoss(rows: {
  readonly values: tf.Tensor1D;
  readonly returns: tf.Tensor1D;
  readonly weights: tf.Tensor1D;
}): tf.Scalar {
  expectRows('valueLoss', rows.values.shape[0], rows);
  return tf.tidy(() => {
    const targets = withoutGradient(() => tf.clone(rows.returns));
    const squares = tf.square(tf.sub(targets, rows.values));
    return tf.mul(tf.sum(tf.mul(squares, rows.weights)), 0.5);
  });
}

/**
 * Σ w · H(π), in nats, ≥ 0. A loss subtracts it.
 *
 * @throws ShapeError if `weights` is not `[N]`.
 */
export function totalEntropy(logits: tf.Tensor2D, weights: tf.Tensor1D): tf.Scalar {
  expectRows('totalEntropy', logits.shape[0], { weights });
  return tf.tidy(() => {
    const logProbabilities = tf.logSoftmax(logits);
    const entropy = tf.neg(tf.sum(tf.mul(tf.exp(logProbabilities), logProbabilities), 1));
    return tf.sum(tf.mul(entropy, weights));
  });
}

/** Checks that every vector has one number per row. */
function expectRows(
  place: string,
  rows: number,
  vectors: Readonly<Record<string, tf.Tensor>>,
): void {
  for (const [name, vector] of Object.entries(vectors)) {
    expectShape(vector, { place: `${place}: ${name}`, shape: [rows], meaning: '[N]' });
  }
}
