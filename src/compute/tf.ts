/**
 * The host's own TensorFlow.js: `@tensorflow/tfjs-core` is a peer dependency, so that a plug-in
 * works on the tensors, variables and backend of the program it is plugged into.
 */
export * as tf from '@tensorflow/tfjs-core';
