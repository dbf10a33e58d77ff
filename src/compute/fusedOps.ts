import { nativeBackend } from './nativeBackend.js';
import type { NativeBackend, OpAttribute } from './nativeBackend.js';
import { tf } from './tf.js';

/**
 * Operations of which TensorFlow has a better form than TensorFlow.js writes: the same functions and
 * gradients, on every engine.
 */

/**
 * Adds a bias to the last axis. TensorFlow.js adds it by broadcasting, which TensorFlow can neither
 * fuse with the convolution before it nor differentiate cheaply.
 *
 * @param x - `[…, C]` float32.
 * @param bias - `[C]` float32.
 */
export function addBias<R extends tf.Rank>(x: tf.Tensor<R>, bias: tf.Tensor): tf.Tensor<R> {
  const backend = nativeBackend();
  if (!backend) return tf.add(x, bias);
  const attributes = [floatType(backend), channelsLast(backend)];
  const run = (op: string, inputs: tf.Tensor[]): tf.Tensor =>
    backend.executeSingleOutput(op, attributes, inputs);
  const fused = tf.customGrad((input, biases) => ({
    value: run('BiasAdd', [input as tf.Tensor, biases as tf.Tensor]),
    gradFunc: (dy: tf.Tensor) => [tf.clone(dy), run('BiasAddGrad', [dy])],
  }));
  return fused(x, bias) as tf.Tensor<R>; // the shape of x
}

/** max(x, 0), its gradient taken from the output: the input need not be kept. */
export function relu<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
  const backend = nativeBackend();
  if (!backend) return tf.relu(x);
  const attributes = [floatType(backend)];
  const fused = tf.customGrad((input, save) => {
    const value = backend.executeSingleOutput('Relu', attributes, [input as tf.Tensor]);
    (save as tf.GradSaveFunc)([value]);
    const gradFunc = (dy: tf.Tensor, [output]: tf.Tensor[]): tf.Tensor =>
      backend.executeSingleOutput('ReluGrad', attributes, [dy, output!]);
    return { value, gradFunc };
  });
  return fused(x) as tf.Tensor<R>; // the shape of x
}

function floatType({ binding }: NativeBackend): OpAttribute {
  return { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
}

function channelsLast({ binding }: NativeBackend): OpAttribute {
  return { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' };
}
