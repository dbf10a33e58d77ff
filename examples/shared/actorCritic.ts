import * as tf from '@tensorflow/tfjs';
import type { Rollout } from './rollouts.js';

/** Factors of the two minor terms. */
const [VALUE_COST, ENTROPY_COST] = [0.5, 0.01];

/** A policy over a rollout. */
export interface PolicyOutputs {
  /** `[T, B, A]`. */
  readonly logits: tf.Tensor3D;
  /** `[T, B, 1]`. */
  readonly value: tf.Tensor3D;
}

/** log π(a) of the actions taken, `[T, B]`. */
export function actionLogProbabilities(logits: tf.Tensor3D, actions: tf.Tensor2D): tf.Tensor2D {
  const chosen = tf.cast(tf.oneHot(actions, logits.shape[2]), 'float32');
  return tf.sum(tf.mul(tf.logSoftmax(logits), chosen), -1);
}

/** What value and entropy add to the loss of any actor-critic: a scalar. */
export function minorTerms({ logits, value }: PolicyOutputs, returns: tf.Tensor2D): tf.Scalar {
  const logs = tf.logSoftmax(logits);
  const entropy = tf.neg(tf.mean(tf.sum(tf.mul(tf.exp(logs), logs), -1)));
  const error = tf.mean(tf.squaredDifference(tf.squeeze(value, [2]), returns));
  return tf.sub(tf.mul(error, VALUE_COST), tf.mul(entropy, ENTROPY_COST));
}

/**
 * The loss of an advantage actor-critic, mean over T and B.
 *
 * Source: Mnih et al. 2016, arXiv:1602.01783, §4.
 */
export function actorCriticLoss(outputs: PolicyOutputs, rollout: Rollout): tf.Scalar {
  const logs = actionLogProbabilities(outputs.logits, rollout.actions);
  const policy = tf.neg(tf.mean(tf.mul(logs, rollout.advantages)));
  return tf.add(policy, minorTerms(outputs, rollout.returns));
}
