import type { tf } from '../compute/index.js';

/** Trainable variables by name; names nest with '/'. */
export interface ParameterTree {
  readonly [name: string]: tf.Variable | ParameterTree;
}

/**
 * Lists the variables of a tree under the names that checkpoints use, in the tree's own order.
 *
 * @example `namedVariables({ torso: { bias } })` holds `bias` under `'torso/bias'`.
 */
export function namedVariables(tree: ParameterTree, prefix = ''): Map<string, tf.Variable> {
  const variables = new Map<string, tf.Variable>();
  for (const [name, node] of Object.entries(tree)) {
    if (isVariable(node)) variables.set(prefix + name, node);
    else for (const [key, v] of namedVariables(node, `${prefix}${name}/`)) variables.set(key, v);
  }
  return variables;
}

/** A variable has `assign`; a subtree is a plain record. */
function isVariable(node: tf.Variable | ParameterTree): node is tf.Variable {
  return typeof (node as { assign?: unknown }).assign === 'function';
}
