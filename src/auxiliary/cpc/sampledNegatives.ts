import { takeRows, tf } from '../../compute/index.js';
import { logSumExpRows } from '../../losses/index.js';
import { rowsEvery } from '../anchors.js';
import { whereValid } from '../masking.js';
import { countHits, isHit, stackSteps, sumWhereValid } from './stepSums.js';
import type { Predictions, StepSums, SumsPerStep } from './stepSums.js';

/**
 * Fresh uniform numbers for M candidates, `[M]` float32 in [0, 1]: equal for equal seeds and updates.
 * The caller disposes them.
 */
export function drawUniform({
  samples,
  seed,
  update,
}: {
  readonly samples: number;
  readonly seed: number;
  readonly update: number;
}): tf.Tensor1D {
  return tf.randomUniform([samples], 0, 1, 'float32', `${seed}/${update}`);
}

/**
 * Negatives drawn from the whole minibatch: the candidates of anchor (t, b) at step k are its positive
 * z_{t+k, b} and the M embeddings that the draws name, uniformly over all T·B and with replacement, the
 * same ones for every anchor and step. A draw that is the anchor's own positive does not count.
 *
 * @param uniform - `[M]` float32 in [0, 1].
 */
export function sampledNegatives(predictions: Predictions, uniform: tf.Tensor): SumsPerStep {
  const { embeddings, projections, valid, stride } = predictions;
  const [steps, batch, size] = embeddings.shape;
  const places = placesOf(uniform, steps * batch);
  const samples = takeRows<tf.Tensor2D>(tf.reshape(embeddings, [steps * batch, size]), places);
  return stackSteps(
    projections.map((projection, index) =>
      sumOneStep({
        projection,
        valid: valid[index]!,
        targets: rowsEvery(tf.slice(embeddings, index + 1), stride),
        samples,
        isOwn: ownPositives(places, { step: index + 1, stride, shape: valid[index]!.shape }),
      }),
    ),
  );
}

/** ⌊u·n⌋, from 0 to n − 1: a float32 just below 1 may have been rounded up to it. */
function placesOf(uniform: tf.Tensor, count: number): tf.Tensor1D {
  const places = tf.minimum(tf.floor(tf.mul(uniform, count)), count - 1);
  return tf.cast(places, 'int32') as tf.Tensor1D; // the shape of the draws
}

interface OneStep {
  /** `[A, B, Z]`, A anchors in each sequence. */
  readonly projection: tf.Tensor3D;
  /** `[A, B]`. */
  readonly valid: tf.Tensor2D;
  /** `[A, B, Z]`: the positives. */
  readonly targets: tf.Tensor3D;
  /** `[M, Z]`. */
  readonly samples: tf.Tensor2D;
  /** `[A*B, M]` bool: where a sample is the anchor's own positive. */
  readonly isOwn: tf.Tensor2D;
}

function sumOneStep({ projection, valid, targets, samples, isOwn }: OneStep): StepSums {
  const masked = whereValid(projection, valid);
  const [anchors, batch, size] = masked.shape;
  const rows = anchors * batch;
  const products = tf.matMul(tf.reshape(masked, [rows, size]), samples, false, true);
  const negatives = tf.where(isOwn, tf.scalar(-Infinity), products); // [A*B, M]
  const positive = tf.sum<tf.Tensor1D>(tf.mul(masked, targets), -1); // [A, B]
  const scores = tf.concat([tf.reshape(positive, [rows, 1]), negatives], 1); // [A*B, M+1]
  const total = tf.reshape(logSumExpRows(scores), [anchors, batch]);
  const best = tf.reshape(tf.max(negatives, -1), [anchors, batch]);
  return {
    loss: sumWhereValid(tf.sub(total, positive), valid) as tf.Scalar,
    count: tf.sum(valid),
    correct: { accuracy: countHits(isHit(positive, best), valid) as tf.Scalar },
  };
}

/** Where a sample is the positive of row i·B + b, which is (n·i + k)·B + b of all embeddings. */
function ownPositives(
  places: tf.Tensor1D,
  { step, stride, shape }: { step: number; stride: number; shape: readonly [number, number] },
): tf.Tensor2D {
  const [anchors, batch] = shape;
  const targets = Int32Array.from(
    { length: anchors * batch },
    (_, row) => (stride * Math.floor(row / batch) + step) * batch + (row % batch),
  );
  return tf.equal(tf.tensor2d(targets, [targets.length, 1], 'int32'), tf.expandDims(places, 0));
}
