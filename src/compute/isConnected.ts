import { tf } from './tf.js';

/** One operation on the gradient tape. */
type TapeNode = ReturnType<typeof tf.engine>['state']['activeTape'][number];

/**
 * Whether a gradient of `tensor` can reach one of `variables`. To be asked inside the function that
 * `tf.variableGrads` or the like differentiates, after `tensor` was computed there; elsewhere the answer
 * means nothing.
 *
 * It walks the operations on the gradient tape and computes nothing.
 */
export function isConnected(tensor: tf.Tensor, variables: Iterable<tf.Variable>): boolean {
  const reached = new Set(Array.from(variables, ({ id }) => id));
  const { activeTape } = tf.engine().state as { activeTape?: readonly TapeNode[] }; // none at first
  for (const { inputs, outputs } of activeTape ?? []) {
    if (!Object.values(inputs).some(({ id }) => reached.has(id))) continue;
    for (const output of outputs) reached.add(output.id);
  }
  return reached.has(tensor.id);
}
