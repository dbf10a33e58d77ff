import { tf, withoutGradient } from '../../compute/index.js';

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

/** The inputs that both ways of choosing negatives share. */
export interface Predictions {
  /** `[T, B, Z]`. */
  readonly embeddings: tf.Tensor3D;
  /** For k = 1 … K' < T: `[T−k, B, Z]`, c_t W_k for every anchor t. */
  readonly projections: readonly tf.Tensor3D[];
  /** For k = 1 … K': `[T−k, B]`, 1 where the anchor is valid. */
  readonly valid: readonly tf.Tensor2D[];
}

/** Σ of `values` where `valid`; what is not valid is dropped before the sum, NaN included. */
export function sumWhereValid(values: tf.Tensor, valid: tf.Tensor, axes?: number[]): tf.Tensor {
  return tf.sum(tf.where(tf.cast(valid, 'bool'), values, tf.zerosLike(values)), axes);
}

/**
 * How often the positive beats the best negative, over valid anchors.
 *
 * @param margins - Score of the positive minus that of the best negative; 0, a tie, is no hit.
 */
export function countHits(margins: tf.Tensor, valid: tf.Tensor, axes?: number[]): tf.Tensor {
  return withoutGradient(() => {
    const hits = tf.cast(tf.greater(margins, 0), 'float32');
    return tf.sum(tf.mul(hits, valid), axes);
  });
}

/** `scores` with −∞ wherever `excluded` is 1; shapes broadcast. */
export function excluding(scores: tf.Tensor, excluded: tf.Tensor): tf.Tensor {
  return tf.where(tf.cast(excluded, 'bool'), tf.scalar(-Infinity), scores);
}
