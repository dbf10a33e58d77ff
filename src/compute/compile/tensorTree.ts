import { tf } from '../tf.js';

/** A tensor found in nested records and lists, and where. */
export interface Leaf {
  /** `batch.percepts.observations` */
  readonly path: string;
  readonly tensor: tf.Tensor;
}

/** The tensors in nested records and lists, in the order of their keys. */
export function leavesOf(tree: unknown, path = ''): Leaf[] {
  if (tree instanceof tf.Tensor) return [{ path, tensor: tree }];
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, inner]) =>
    leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** The same nesting with the tensors replaced, in the order of {@link leavesOf}. */
export function replaceLeaves(tree: unknown, tensors: Iterator<tf.Tensor>): unknown {
  if (tree instanceof tf.Tensor) return tensors.next().value;
  if (typeof tree !== 'object' || tree === null) return tree;
  const replaced = Object.entries(tree).map(
    ([key, inner]) => [key, replaceLeaves(inner, tensors)] as const,
  );
  return Array.isArray(tree) ? replaced.map(([, inner]) => inner) : Object.fromEntries(replaced);
}
