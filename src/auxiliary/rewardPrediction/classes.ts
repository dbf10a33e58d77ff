import { tf, withoutGradient } from '../../compute/index.js';
import { meanOrNaN } from '../masking.js';

/** What the next reward can be, in the order of the logits. */
export const REWARD_CLASSES = ['positive', 'negative', 'zero'] as const;

/**
 * Which class every reward is of.
 *
 * @param rewards - `[R, B]` float32.
 * @param valid - `[R, B]` float32: 0 where the row is of no class.
 * @returns `[R*B, 3]` float32, 0 or 1, in the order of {@link REWARD_CLASSES}.
 */
export function rewardLabels(rewards: tf.Tensor2D, valid: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const columns = [tf.greater(rewards, 0), tf.less(rewards, 0), tf.equal(rewards, 0)];
    const labels = tf.stack(
      columns.map((column) => tf.mul(tf.cast(column, 'float32'), valid)),
      2,
    );
    return tf.reshape(labels, [-1, REWARD_CLASSES.length]);
  });
}

/**
 * Cross-entropy in which rows with a reward weigh as much as rows without:
 *
 *     Σ w_i · (−ln softmax(logits_i)[class_i]),   w_i = ½ / (rows with a reward),  or  ½ / (rows without).
 *
 * That is the mean over rows drawn so that a reward is not 0 with probability ½; among those with a reward,
 * positive and negative ones keep their proportion. Where an unroll has no rows of one kind the loss is 0: with
 * the other half alone, the balance would not hold over updates.
 *
 * @param logits - `[N, 3]` float32.
 * @param labels - `[N, 3]` of {@link rewardLabels}; all 0 where a row does not count.
 * @returns `loss` in nats, and whether both kinds are there; scalars.
 */
export function balancedCrossEntropy(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
): { loss: tf.Scalar; hasBoth: tf.Tensor } {
  const isZero: tf.Tensor1D = tf.squeeze(tf.slice(labels, [0, 2], [-1, 1]), [1]);
  const isReward = tf.sub(tf.sum(labels, 1), isZero);
  const [zeros, rewards] = [tf.sum(isZero), tf.sum(isReward)];
  const hasBoth = tf.logicalAnd(tf.greater(zeros, 0), tf.greater(rewards, 0));
  const share = (kind: tf.Tensor, count: tf.Tensor): tf.Tensor =>
    tf.div(tf.mul(kind, 0.5), tf.maximum(count, 1));
  const weights = tf.mul(
    tf.add(share(isZero, zeros), share(isReward, rewards)),
    tf.cast(hasBoth, 'float32'),
  );
  const crossEntropy = tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 1));
  return { loss: tf.sum(tf.mul(crossEntropy, weights)), hasBoth };
}

/**
 * Per class, the share of its rows whose largest logit is the class's own; NaN where it has none.
 *
 * @returns `<class>Accuracy`, scalars.
 */
export function classAccuracies(
  logits: tf.Tensor2D,
  labels: tf.Tensor2D,
): Record<string, tf.Tensor> {
  const accuracies = withoutGradient(() =>
    tf.tidy(() => {
      const told = tf.oneHot(tf.cast(tf.argMax(logits, 1), 'int32'), REWARD_CLASSES.length);
      const right = tf.sum(tf.mul(tf.cast(told, 'float32'), labels), 0);
      return meanOrNaN(right, tf.sum(labels, 0));
    }),
  );
  const byClass = tf.unstack(accuracies);
  return Object.fromEntries(REWARD_CLASSES.map((name, i) => [`${name}Accuracy`, byClass[i]!]));
}
