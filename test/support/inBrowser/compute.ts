/**
 * Stands in for `src/compute` in the tests that run in a browser, which has neither the native engine nor
 * `compile()`.
 */
import '@tensorflow/tfjs'; // the gradients of all operations, and the backends cpu and webgl

export { ArgumentError, ShapeError } from '../../../src/compute/errors.js';
export { addBias, relu } from '../../../src/compute/fusedOps.js';
export { imageTensor, imagesToFloat } from '../../../src/compute/images.js';
export { isConnected } from '../../../src/compute/isConnected.js';
export { expectShape } from '../../../src/compute/shapes.js';
export { takeRows } from '../../../src/compute/takeRows.js';
export { tf } from '../../../src/compute/tf.js';
export { unstackRows } from '../../../src/compute/unstackRows.js';
export { withoutGradient } from '../../../src/compute/withoutGradient.js';
