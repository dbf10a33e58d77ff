import { tf, withoutGradient } from '../../compute/index.js';
import { logSumExpRows } from '../../losses/index.js';
import { countHits, excluding, sumWhereValid } from './stepSums.js';
import type { Predictions, StepSums, SumsPerStep } from './stepSums.js';

/**
 * Negatives from the whole minibatch: the candidates of every anchor are all T·B embeddings, other
 * episodes and times that are nobody's target included.
 */
export function allNegatives({ embeddings, projections, valid }: Predictions): SumsPerStep {
  const sums = projections.map((projection, index) =>
    sumOneStep({ embeddings, projection, valid: valid[index]!, step: index + 1 }),
  );
  const stackOf = (pick: (step: StepSums) => tf.Scalar): tf.Tensor1D =>
    tf.stack(sums.map(pick)) as tf.Tensor1D;
  const kinds = Object.keys(sums[0]?.correct ?? {});
  return {
    loss: stackOf((s) => s.loss),
    count: stackOf((s) => s.count),
    correct: Object.fromEntries(kinds.map((kind) => [kind, stackOf((s) => s.correct[kind]!)])),
  };
}

interface OneStep {
  readonly embeddings: tf.Tensor3D;
  readonly projection: tf.Tensor3D;
  readonly valid: tf.Tensor2D;
  readonly step: number;
}

function sumOneStep({ embeddings, projection, valid, step }: OneStep): StepSums {
  const [steps, batch, size] = embeddings.shape;
  const anchors = steps - step;
  // Every candidate is shared, so a masked projection scores 0 against all of them.
  const masked = tf.where(
    tf.cast(tf.expandDims(valid, -1), 'bool'),
    projection,
    tf.zerosLike(projection),
  );
  const candidates: tf.Tensor2D = tf.reshape(embeddings, [steps * batch, size]); // [T*B, Z]
  const rows: tf.Tensor2D = tf.reshape(masked, [anchors * batch, size]); // [(T−k)*B, Z]
  const scores: tf.Tensor2D = tf.matMul(rows, candidates, false, true); // [(T−k)*B, T*B]
  const targets = tf.slice(embeddings, [step, 0, 0], [anchors, batch, size]);
  const positive = tf.sum<tf.Tensor2D>(tf.mul(masked, targets), -1); // [T−k, B]
  const total = tf.reshape(logSumExpRows(scores), [anchors, batch]);
  const margins = marginsOverNegatives({ embeddings, masked, scores, step });
  const hits = (of: tf.Tensor2D): tf.Scalar => countHits(of, valid) as tf.Scalar;
  return {
    loss: sumWhereValid(tf.sub(total, positive), valid) as tf.Scalar,
    count: tf.sum(valid),
    correct: {
      accuracy: hits(tf.minimum(margins.sameTrajectory, margins.otherTrajectory)),
      sameTrajectoryAccuracy: hits(margins.sameTrajectory),
      otherTrajectoryAccuracy: hits(margins.otherTrajectory),
    },
  };
}

interface ScoredStep {
  readonly embeddings: tf.Tensor3D;
  readonly masked: tf.Tensor3D;
  readonly scores: tf.Tensor2D;
  readonly step: number;
}

/**
 * How far the positive of each anchor scores above the best negative, `[T−k, B]`: of its own sequence,
 * and of the other sequences (∞ where there are none).
 *
 * Either way both scores are taken from one product: another way of summing would differ in the last
 * bit, and chance would pick a winner among candidates that are all the same.
 */
function marginsOverNegatives({ embeddings, masked, scores, step }: ScoredStep): {
  sameTrajectory: tf.Tensor2D;
  otherTrajectory: tf.Tensor2D;
} {
  const [steps, batch] = embeddings.shape;
  const anchors = steps - step;
  const sameTrajectory = withoutGradient(() => {
    const bySequence: tf.Tensor3D = tf.transpose(masked, [1, 0, 2]); // [B, T−k, Z]
    const candidates: tf.Tensor3D = tf.transpose(embeddings, [1, 2, 0]); // [B, Z, T]
    const own = tf.matMul(bySequence, candidates); // [B, T−k, T]
    const isPositive = tf.slice(tf.eye(steps), [step, 0], [anchors, steps]); // 1 at (t, t+k)
    const positive = tf.sum(tf.mul(own, isPositive), -1);
    const best = tf.max(excluding(own, isPositive), -1); // [B, T−k]
    return tf.transpose(tf.sub<tf.Tensor2D>(positive, best));
  });
  const otherTrajectory = withoutGradient(() => {
    const perSequence = tf.max(tf.reshape(scores, [anchors, batch, steps, batch]), 2);
    const best = tf.max(excluding(perSequence, tf.eye(batch)), -1); // [T−k, B]
    return tf.sub<tf.Tensor2D>(positiveScores(scores, [anchors, batch]), best);
  });
  return { sameTrajectory, otherTrajectory };
}

/**
 * The positives among the scores `[(T−k)*B, T*B]`: row t·B + b, column (t+k)·B + b. One row and one
 * column on from each other, they lie evenly spaced in memory.
 */
function positiveScores(scores: tf.Tensor2D, shape: [number, number]): tf.Tensor2D {
  const [rows, columns] = scores.shape;
  const first = columns - rows; // k·B
  const positives = tf.stridedSlice(
    tf.reshape(scores, [-1]),
    [first],
    [scores.size],
    [columns + 1],
  );
  return tf.reshape(positives, shape);
}
