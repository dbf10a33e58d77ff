import { tf, unstackRows } from '../../compute/index.js';
import { countHits, excluding, isHit, sumWhereValid } from './stepSums.js';
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
  // Every candidate is shared, so a masked projection scores 0 against all of them.
  const isValid = tf.cast(tf.expandDims(valid, -1), 'bool');
  const masked = tf.where(isValid, projection, tf.zerosLike(projection));
  const targets = tf.slice(embeddings, [step, 0, 0], [steps - step, batch, size]);
  const positive = tf.sum(tf.mul(masked, targets), -1); // [T−k, B]
  const [total, accuracy, sameTrajectory, otherTrajectory] = unstackRows(
    scoreSums({ embeddings, masked, valid, step }),
  ) as [tf.Scalar, tf.Scalar, tf.Scalar, tf.Scalar];
  return {
    loss: tf.sub(total, sumWhereValid(positive, valid)),
    count: tf.sum(valid),
    correct: {
      accuracy,
      sameTrajectoryAccuracy: sameTrajectory,
      otherTrajectoryAccuracy: otherTrajectory,
    },
  };
}

interface MaskedStep {
  readonly embeddings: tf.Tensor3D;
  /** `[T−k, B, Z]`: projections, 0 where the anchor is not valid. */
  readonly masked: tf.Tensor3D;
  readonly valid: tf.Tensor2D;
  readonly step: number;
}

/**
 * Everything that needs the scores of all anchors against all candidates:
 * `[Σ ln Σⱼ exp sⱼ, hits, hits in the same trajectory, hits in others]`, sums over the valid anchors.
 *
 * Only the first has a gradient. With e = exp(s − max s) kept from the forward pass and w = 1 / Σⱼ eⱼ,
 * 0 where the anchor is not valid,
 *
 *     dP = w ⊙ (e Z)        dZ = eᵀ (w ⊙ P)
 *
 * so that the backward pass never walks over the scores, of which there are (T·B)² for every k.
 */
function scoreSums({ embeddings, masked, valid, step }: MaskedStep): tf.Tensor1D {
  const [steps, batch, size] = embeddings.shape;
  const anchors = steps - step;
  const sums = tf.customGrad((projections, candidateEmbeddings, save) => {
    const candidates = tf.reshape(candidateEmbeddings as tf.Tensor, [steps * batch, size]);
    const rows = tf.reshape(projections as tf.Tensor, [anchors * batch, size]);
    const scores: tf.Tensor2D = tf.matMul(rows, candidates, false, true); // [(T−k)*B, T*B]
    const bySequence: tf.Tensor3D = tf.max(tf.reshape(scores, [anchors, batch, steps, batch]), 2);
    const largest = tf.max<tf.Tensor2D>(bySequence, -1); // [T−k, B]
    const e = tf.exp(tf.sub(scores, tf.reshape(largest, [anchors * batch, 1])));
    const sum = tf.reshape(tf.sum(e, 1), [anchors, batch]);
    const total = sumWhereValid(tf.add(tf.log(sum), largest), valid);
    const weights = tf.reshape(tf.div(valid, sum), [anchors * batch, 1]);
    const same = hitsInSameTrajectory({ embeddings, masked, step });
    const other = hitsInOthers(scores, bySequence);
    const hits = [tf.mul(same, other), same, other].map((hit) => countHits(hit, valid));
    (save as tf.GradSaveFunc)([e, weights, rows, candidates]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [exponentials, perRow, from, to] = saved as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const scale = tf.mul(perRow, tf.slice(dy, 0, 1));
      const dRows = tf.mul(tf.matMul(exponentials, to), scale);
      const dCandidates = tf.matMul(exponentials, tf.mul(from, scale), true, false);
      return [tf.reshape(dRows, masked.shape), tf.reshape(dCandidates, embeddings.shape)];
    };
    return { value: tf.stack([total, ...hits]), gradFunc };
  });
  return sums(masked, embeddings) as tf.Tensor1D;
}

/** Where the positive beats all other candidates of its own sequence: `[T−k, B]`, 0 or 1. */
function hitsInSameTrajectory({
  embeddings,
  masked,
  step,
}: Omit<MaskedStep, 'valid'>): tf.Tensor2D {
  const [steps] = embeddings.shape;
  const anchors = steps - step;
  const bySequence: tf.Tensor3D = tf.transpose(masked, [1, 0, 2]); // [B, T−k, Z]
  const candidates: tf.Tensor3D = tf.transpose(embeddings, [1, 2, 0]); // [B, Z, T]
  const own = tf.matMul(bySequence, candidates); // [B, T−k, T]
  const isPositive = tf.slice(tf.eye(steps), [step, 0], [anchors, steps]); // 1 at (t, t+k)
  const positive = tf.sum(tf.mul(own, isPositive), -1);
  const best = tf.max(excluding(own, isPositive), -1); // [B, T−k]
  return tf.transpose(isHit(positive, best) as tf.Tensor2D);
}

/**
 * Where the positive beats all candidates of all other sequences: `[T−k, B]`, 0 or 1; always where
 * there are none.
 *
 * @param bestBySequence - `[T−k, B, B]`: the largest of the scores with each sequence.
 */
function hitsInOthers(scores: tf.Tensor2D, bestBySequence: tf.Tensor3D): tf.Tensor2D {
  const [anchors, batch] = bestBySequence.shape;
  const best = tf.max(excluding(bestBySequence, tf.eye(batch)), -1); // [T−k, B]
  return isHit(positiveScores(scores, [anchors, batch]), best) as tf.Tensor2D;
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
