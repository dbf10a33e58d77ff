import { tf } from './tf.js';

/**
 * Pictures as a tensor: int32 with the values 0 to 255, because TensorFlow.js has no uint8.
 *
 * @param data - Row-major, of `shape`; copied.
 */
export function imageTensor(data: Uint8Array, shape: readonly number[]): tf.Tensor {
  return tf.tensor(data, [...shape], 'int32');
}

/** Casts pictures of 0 to 255 to float32, unscaled. */
export function imagesToFloat<R extends tf.Rank>(images: tf.Tensor<R>): tf.Tensor<R> {
  return tf.cast(images, 'float32');
}
