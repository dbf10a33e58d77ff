import { tf, withoutGradient } from '../../compute/index.js';
import { logSumExpRows } from '../../losses/index.js';
import { countHits, excluding, isHit, sumWhereValid } from './stepSums.js';
import type { Predictions, SumsPerStep } from './stepSums.js';

/**
 * Negatives from the same time in all sequences: the positive of anchor (t, b) at step k is
 * z_{t+k, b}, its candidates are z_{t+k, 0} … z_{t+k, B−1}.
 *
 * All predictions of one target time u share its candidates, whatever their k. So the predictions
 * are laid out by target, u = t + k, and one batched product scores all of them.
 */
export function batchNegatives({ embeddings, projections, valid }: Predictions): SumsPerStep {
  const [steps, batch, size] = embeddings.shape;
  const byTarget = tf.stack(projections.map(alignToTarget), 1); // [T, K, B, Z]
  const mask = tf.stack(valid.map(alignToTarget), 1) as tf.Tensor3D; // [T, K, B]
  const rows = tf.reshape(byTarget, [steps, projections.length * batch, size]); // [T, K*B, Z]
  const products = tf.matMul(rows, embeddings, false, true); // [T, K*B, B]
  const scores = maskRows(tf.reshape(products, [...mask.shape, batch]), mask); // [T, K, B, B]
  const identity = tf.eye(batch);
  const positive = tf.sum(tf.mul(scores, identity), -1); // [T, K, B]
  const bestNegative = withoutGradient(() => tf.max(excluding(scores, identity), -1));
  const overAnchors = [0, 2];
  return {
    loss: sumWhereValid(tf.sub(logSumExpRows(scores), positive), mask, overAnchors) as tf.Tensor1D,
    count: tf.sum(mask, overAnchors),
    correct: {
      accuracy: countHits(isHit(positive, bestNegative), mask, overAnchors) as tf.Tensor1D,
    },
  };
}

/** Puts the row of anchor t at its target t + k: `[T−k, …]` → `[T, …]`, k rows of 0 in front. */
function alignToTarget(byAnchor: tf.Tensor, index: number): tf.Tensor {
  const padding = byAnchor.shape.map((_, axis): [number, number] => [
    axis === 0 ? index + 1 : 0,
    0,
  ]);
  return tf.pad(byAnchor, padding);
}

/** Sets the scores of invalid anchors to 0, so that whatever they were cannot reach the loss. */
function maskRows(scores: tf.Tensor4D, mask: tf.Tensor3D): tf.Tensor4D {
  return tf.where(tf.cast(tf.expandDims(mask, -1), 'bool'), scores, tf.zerosLike(scores));
}
