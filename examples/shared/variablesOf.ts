import type * as tf from '@tensorflow/tfjs';

/** The variables of a layer or model of tf.layers, which gives them out as tensors. */
export function variablesOf(layer: tf.layers.Layer): tf.Variable[] {
  return layer.getWeights(true) as unknown[] as tf.Variable[];
}
