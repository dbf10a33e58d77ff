import { takeRows, tf, withoutGradient } from '../../compute/index.js';
import { logSumExpRows } from '../../losses/index.js';
import { rowsEvery } from '../anchors.js';
import { countHits, excluding, isHit, sumOver, sumWhereValid } from './stepSums.js';
import type { Predictions, SumsPerStep } from './stepSums.js';

/**
 * Negatives from the same time in all sequences: the positive of anchor (t, b) at step k is
 * z_{t+k, b}, its candidates are z_{t+k, 0} … z_{t+k, B−1}.
 *
 * All predictions of one target time u share its candidates, whatever their k. So the predictions
 * are laid out by target, u = t + k, and one batched product scores all of them.
 *
 * Where only every n-th step is an anchor, the steps k ≡ r (mod n) share the targets u ≡ r (mod n): each r
 * is such a layout of its own.
 */
export function batchNegatives(predictions: Predictions): SumsPerStep {
  const { embeddings, projections, valid, stride } = predictions;
  const steps = projections.map((_, index) => index + 1); // k
  const parts = steps.slice(0, stride).map((first) => {
    const residue = first % stride;
    const own = steps.filter((k) => k % stride === residue);
    return sumsByTarget({
      embeddings: rowsEvery(tf.slice(embeddings, residue), stride),
      shifts: own.map((k) => (k - residue) / stride),
      projections: own.map((k) => projections[k - 1]!),
      valid: own.map((k) => valid[k - 1]!),
    });
  });
  if (parts.length === 1) return parts[0]!;
  // Part p holds k = p+1, p+1+n, …; put one after another, its q-th step stands where `order` finds it.
  const starts = parts.map((_, p) =>
    parts.slice(0, p).reduce((sum, { loss }) => sum + loss.size, 0),
  );
  const order = steps.map((_, index) => starts[index % stride]! + Math.floor(index / stride));
  const joined = (pick: (part: SumsPerStep) => tf.Tensor1D): tf.Tensor1D =>
    takeRows(tf.concat1d(parts.map(pick)), tf.tensor1d(order, 'int32'));
  return {
    loss: joined((part) => part.loss),
    count: joined((part) => part.count),
    correct: { accuracy: joined((part) => part.correct.accuracy!) },
  };
}

/** Predictions whose targets, u = t + shift in their own count of rows, are those of `embeddings`. */
interface TargetLayout extends Omit<Predictions, 'stride'> {
  readonly shifts: readonly number[];
}

function sumsByTarget({ embeddings, shifts, projections, valid }: TargetLayout): SumsPerStep {
  const [steps, batch, size] = embeddings.shape;
  const aligned = (rows: readonly tf.Tensor[]): tf.Tensor =>
    tf.stack(
      rows.map((byAnchor, index) => alignToTarget(byAnchor, shifts[index]!)),
      1,
    );
  const byTarget = aligned(projections); // [T, K, B, Z]
  const mask = aligned(valid) as tf.Tensor3D; // [T, K, B]
  const rows = tf.reshape(byTarget, [steps, projections.length * batch, size]); // [T, K*B, Z]
  const products = tf.matMul(rows, embeddings, false, true); // [T, K*B, B]
  const scores = maskRows(tf.reshape(products, [...mask.shape, batch]), mask); // [T, K, B, B]
  const identity = tf.eye(batch);
  const positive = tf.sum(tf.mul(scores, identity), -1); // [T, K, B]
  const bestNegative = withoutGradient(() => tf.max(excluding(scores, identity), -1));
  const overAnchors = [0, 2];
  return {
    loss: sumWhereValid(tf.sub(logSumExpRows(scores), positive), mask, overAnchors) as tf.Tensor1D,
    count: sumOver(mask, overAnchors) as tf.Tensor1D,
    correct: {
      accuracy: countHits(isHit(positive, bestNegative), mask, overAnchors) as tf.Tensor1D,
    },
  };
}

/** Puts the row of anchor t at its target t + shift: `[T−shift, …]` → `[T, …]`, rows of 0 in front. */
function alignToTarget(byAnchor: tf.Tensor, shift: number): tf.Tensor {
  const padding = byAnchor.shape.map((_, axis): [number, number] => [axis === 0 ? shift : 0, 0]);
  return tf.pad(byAnchor, padding);
}

/** Sets the scores of invalid anchors to 0, so that whatever they were cannot reach the loss. */
function maskRows(scores: tf.Tensor4D, mask: tf.Tensor3D): tf.Tensor4D {
  return tf.where(tf.cast(tf.expandDims(mask, -1), 'bool'), scores, tf.zerosLike(scores));
}
