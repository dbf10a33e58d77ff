import { tf, unstackRows } from '../../compute/index.js';
import { rowsEvery } from '../anchors.js';
import { whereValid } from '../masking.js';
import { countHits, excluding, isHit, stackSteps, sumWhereValid } from './stepSums.js';
import type { Predictions, StepSums, SumsPerStep } from './stepSums.js';

/**
 * Negatives from the whole minibatch: the candidates of every anchor are all T·B embeddings, other
 * episodes and times that are nobody's target included.
 */
export function allNegatives({ embeddings, projections, valid, stride }: Predictions): SumsPerStep {
  return stackSteps(
    projections.map((projection, index) =>
      sumOneStep({ embeddings, projection, valid: valid[index]!, step: index + 1, stride }),
    ),
  );
}

interface OneStep {
  readonly embeddings: tf.Tensor3D;
  readonly projection: tf.Tensor3D;
  readonly valid: tf.Tensor2D;
  readonly step: number;
  readonly stride: number;
}

function sumOneStep({ embeddings, projection, valid, step, stride }: OneStep): StepSums {
  // Every candidate is shared, so a masked projection scores 0 against all of them.
  const masked = whereValid(projection, valid);
  const targets = rowsEvery(tf.slice(embeddings, step), stride); // [A, B, Z]
  const positive = tf.sum(tf.mul(masked, targets), -1); // [A, B]
  const [total, accuracy, sameTrajectory, otherTrajectory] = unstackRows(
    scoreSums({ embeddings, masked, valid, step, stride }),
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

/** A step with A anchors in each sequence, A = ⌈(T−k)/n⌉. */
interface MaskedStep extends Omit<OneStep, 'projection'> {
  /** `[A, B, Z]`: projections, 0 where the anchor is not valid. */
  readonly masked: tf.Tensor3D;
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
function scoreSums({ embeddings, masked, valid, step, stride }: MaskedStep): tf.Tensor1D {
  const [steps, batch, size] = embeddings.shape;
  const [anchors] = masked.shape;
  const sums = tf.customGrad((projections, candidateEmbeddings, save) => {
    const candidates = tf.reshape(candidateEmbeddings as tf.Tensor, [steps * batch, size]);
    const rows = tf.reshape(projections as tf.Tensor, [anchors * batch, size]);
    const scores: tf.Tensor2D = tf.matMul(rows, candidates, false, true); // [A*B, T*B]
    const bySequence: tf.Tensor3D = tf.max(tf.reshape(scores, [anchors, batch, steps, batch]), 2);
    const largest = tf.max<tf.Tensor2D>(bySequence, -1); // [A, B]
    const e = tf.exp(tf.sub(scores, tf.reshape(largest, [anchors * batch, 1])));
    const sum = tf.reshape(tf.sum(e, 1), [anchors, batch]);
    const total = sumWhereValid(tf.add(tf.log(sum), largest), valid);
    const weights = tf.reshape(tf.div(valid, sum), [anchors * batch, 1]);
    const same = hitsInSameTrajectory({ embeddings, masked, step, stride });
    const other = hitsInOthers(scores, bySequence, { step, stride });
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

/** Where the positive beats all other candidates of its own sequence: `[A, B]`, 0 or 1. */
function hitsInSameTrajectory({
  embeddings,
  masked,
  step,
  stride,
}: Omit<MaskedStep, 'valid'>): tf.Tensor2D {
  const [steps] = embeddings.shape;
  const bySequence: tf.Tensor3D = tf.transpose(masked, [1, 0, 2]); // [B, A, Z]
  const candidates: tf.Tensor3D = tf.transpose(embeddings, [1, 2, 0]); // [B, Z, T]
  const own = tf.matMul(bySequence, candidates); // [B, A, T]
  const isPositive = rowsEvery(tf.slice(tf.eye(steps), step), stride); // 1 at (t/n, t+k)
  const positive = tf.sum(tf.mul(own, isPositive), -1);
  const best = tf.max(excluding(own, isPositive), -1); // [B, A]
  return tf.transpose(isHit(positive, best) as tf.Tensor2D);
}

/**
 * Where the positive beats all candidates of all other sequences: `[A, B]`, 0 or 1; always where
 * there are none.
 *
 * @param bestBySequence - `[A, B, B]`: the largest of the scores with each sequence.
 */
function hitsInOthers(
  scores: tf.Tensor2D,
  bestBySequence: tf.Tensor3D,
  place: Pick<OneStep, 'step' | 'stride'>,
): tf.Tensor2D {
  const [anchors, batch] = bestBySequence.shape;
  const best = tf.max(excluding(bestBySequence, tf.eye(batch)), -1); // [A, B]
  const positives = positiveScores(scores, { ...place, anchors, batch });
  return isHit(positives, best) as tf.Tensor2D;
}

/** The positives among the scores `[A*B, T*B]`: row i·B + b of anchor t = n·i, column (t+k)·B + b. */
function positiveScores(
  scores: tf.Tensor2D,
  places: Pick<OneStep, 'step' | 'stride'> & { readonly anchors: number; readonly batch: number },
): tf.Tensor2D {
  const { step, stride, anchors, batch } = places;
  const columns = scores.shape[1];
  const indices = Int32Array.from({ length: anchors * batch }, (_, row) => {
    const [i, b] = [Math.floor(row / batch), row % batch];
    return row * columns + (stride * i + step) * batch + b;
  });
  const flat = tf.reshape(scores, [-1]);
  return tf.reshape(tf.gather(flat, tf.tensor1d(indices, 'int32')), [anchors, batch]);
}
