import { tf } from '../compute/index.js';

/**
 * `values` where `valid` is 1, else 0, whatever they are there: NaN included, in the value and in its
 * gradient.
 *
 * @param values - `[R, B, …]` float32.
 * @param valid - `[R, B]` float32, 0 or 1.
 */
export function whereValid<T extends tf.Tensor>(values: T, valid: tf.Tensor): T {
  const ones = new Array<number>(values.rank - valid.rank).fill(1);
  // Reshaped before it is bool: oneDNN has no reshape of bool without AVX-512 and falls back with a log line.
  const mask = tf.cast(tf.reshape(valid, [...valid.shape, ...ones]), 'bool');
  return tf.where<T>(mask, values, tf.zerosLike(values));
}

/** `sum / count`, NaN where the count is 0: what has no mean. Shapes broadcast. */
export function meanOrNaN<T extends tf.Tensor>(sum: T, count: tf.Tensor): T {
  const mean = tf.div(sum, tf.maximum(count, 1));
  return tf.where(tf.greater(count, 0), mean, tf.fill(mean.shape, NaN)) as T; // the shape of the mean
}

/**
 * How much less than `baseline` an error is: 1 − error/baseline. 1 is perfect, 0 no better, below 0
 * worse; NaN where the baseline makes no error.
 */
export function shareExplained<T extends tf.Tensor>(error: T, baseline: T): T {
  const some = tf.greater(baseline, 0);
  const share = tf.sub(1, tf.div(error, tf.where(some, baseline, tf.onesLike(baseline))));
  return tf.where(some, share, tf.fill(share.shape, NaN)) as T; // the shape of both
}

/** Adds rows of one value at the end until there are `count` rows: `[R, …]` → `[max(R, count), …]`. */
export function withRows<T extends tf.Tensor>(tensor: T, count: number, value = 0): T {
  const [rows, ...rest] = tensor.shape as [number, ...number[]]; // callers have at least one axis
  if (rows >= count) return tensor;
  return tf.concat(
    [tensor, tf.fill([count - rows, ...rest], value, tensor.dtype as 'float32' | 'int32')],
    0,
  ) as T; // one type, one rank
}
