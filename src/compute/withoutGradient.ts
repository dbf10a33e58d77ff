import { tf } from './tf.js';

/**
 * Runs `compute` so that the gradient tape does not see it: the result counts as a constant, and no
 * backward work is done for it. TensorFlow.js has no `stopGradient`; this does the same for a whole
 * computation.
 *
 * @param compute - May use any tensor in scope; must return a new one.
 */
export function withoutGradient<T extends tf.Tensor>(compute: () => T): T {
  const detached = tf.customGrad(() => ({ value: compute(), gradFunc: () => [] }));
  return detached();
}
