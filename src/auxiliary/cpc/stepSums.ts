import { tf, withoutGradient } from '../../compute/index.js';
import { whereValid } from '../masking.js';

/** Sums over the valid anchors of one prediction step; scalars. */
export interface StepSums {
  /** Σ −log softmax at the positive, in nats. */
  readonly loss: tf.Scalar;
  /** Number of valid anchors. */
  readonly count: tf.Scalar;
  /** Anchors whose positive scores higher than every negative; per kind of negatives. */
  readonly correct: Readonly<Record<string, tf.Scalar>>;
}

/** The same sums for all K steps, `[K]` each. */
export interface SumsPerStep {
  readonly loss: tf.Tensor1D;
  readonly count: tf.Tensor1D;
  readonly correct: Readonly<Record<string, tf.Tensor1D>>;
}

/** Puts the sums of k = 1 … K' together. */
export function stackSteps(steps: readonly StepSums[]): SumsPerStep {
  const stackOf = (pick: (step: StepSums) => tf.Scalar): tf.Tensor1D =>
    tf.stack(steps.map(pick)) as tf.Tensor1D;
  const kinds = Object.keys(steps[0]?.correct ?? {});
  return {
    loss: stackOf((step) => step.loss),
    count: stackOf((step) => step.count),
    correct: Object.fromEntries(kinds.map((kind) => [kind, stackOf((s) => s.correct[kind]!)])),
  };
}

/** The inputs that all ways of choosing negatives share. */
export interface Predictions {
  /** `[T, B, Z]`. */
  readonly embeddings: tf.Tensor3D;
  /** n: anchors stand at t = 0, n, 2n, … */
  readonly stride: number;
  /** For k = 1 … K' < T: `[⌈(T−k)/n⌉, B, Z]`, c_t W_k for every anchor t. */
  readonly projections: readonly tf.Tensor3D[];
  /** For k = 1 … K', in the shape of `projections` without Z: 1 where the anchor is valid. */
  readonly valid: readonly tf.Tensor2D[];
}

/** Σ of `values` where `valid`; what is not valid is dropped before the sum, NaN included. */
export function sumWhereValid(values: tf.Tensor, valid: tf.Tensor, axes?: number[]): tf.Tensor {
  return sumOver(whereValid(values, valid), axes);
}

/**
 * `tf.sum`. Where one number comes of a sum over outer axes alone, TensorFlow.js 4.22's webgpu backend does
 * not compute it: all axes are summed then.
 */
export function sumOver(values: tf.Tensor, axes?: number[]): tf.Tensor {
  if (axes === undefined) return tf.sum(values);
  const kept = values.shape.filter((_, axis) => !axes.includes(axis));
  const isOneNumber = kept.every((size) => size === 1);
  return isOneNumber ? tf.reshape(tf.sum(values), kept) : tf.sum(values, axes);
}

/**
 * How far apart two scores must be, relative to the positive, for one to count as higher. Kernels of
 * matrix products add up in an order that depends on the column: candidates that are all the same
 * differ in the last bits, and chance would pick a winner among them.
 */
const TIE = 1e-5;

/** 1 where the positive scores above the best negative, else 0; a tie is no hit. */
export function isHit(positive: tf.Tensor, bestNegative: tf.Tensor): tf.Tensor {
  return withoutGradient(() => {
    const margin = tf.sub(positive, bestNegative);
    return tf.cast(tf.greater(margin, tf.mul(tf.abs(positive), TIE)), 'float32');
  });
}

/** Hits over valid anchors. */
export function countHits(hits: tf.Tensor, valid: tf.Tensor, axes?: number[]): tf.Tensor {
  return withoutGradient(() => sumOver(tf.mul(hits, valid), axes));
}

/** `scores` with −∞ wherever `excluded` is 1; shapes broadcast. */
export function excluding(scores: tf.Tensor, excluded: tf.Tensor): tf.Tensor {
  return tf.where(tf.cast(excluded, 'bool'), tf.scalar(-Infinity), scores);
}
