import { nativeBackend, nativeType } from './nativeBackend.js';
import { tf } from './tf.js';

/**
 * Pictures as a tensor, 0 to 255. TensorFlow.js has no uint8 and calls the tensor int32; the native
 * engine keeps one byte per value, and only {@link imagesToFloat} and outputs may touch it.
 *
 * @param data - Row-major, of `shape`; must not change before the tensor is disposed.
 */
export function imageTensor(data: Uint8Array, shape: readonly number[]): tf.Tensor {
  const backend = nativeBackend();
  if (!backend) return tf.tensor(data, [...shape], 'int32');
  const { binding } = backend;
  const id = binding.createTensor(shape, binding.TF_UINT8, data);
  return backend.createOutputTensor({ id, shape: [...shape], dtype: binding.TF_UINT8 });
}

/** Casts pictures of 0 to 255 to float32, unscaled; no gradient flows into pictures. */
export function imagesToFloat<R extends tf.Rank>(images: tf.Tensor<R>): tf.Tensor<R> {
  const backend = nativeBackend();
  if (!backend) return tf.cast(images, 'float32');
  const { binding } = backend;
  const type = { type: binding.TF_ATTR_TYPE };
  const attributes = [
    { name: 'SrcT', ...type, value: nativeType(backend, images) },
    { name: 'DstT', ...type, value: binding.TF_FLOAT },
    { name: 'Truncate', type: binding.TF_ATTR_BOOL, value: false },
  ];
  return backend.executeSingleOutput('Cast', attributes, [images]) as tf.Tensor<R>; // same shape
}
