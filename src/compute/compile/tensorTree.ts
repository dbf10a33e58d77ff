import { tf } from '../tf.js';
import { CompileError } from './errors.js';

/** A tensor found in nested records and lists, and where. */
export interface Leaf {
  /** `batch.percepts.observations` */
  readonly path: string;
  readonly tensor: tf.Tensor;
}

/**
 * The tensors in nested records and lists, in the order of their keys; `undefined` and `null` are
 * left out.
 *
 * @param place - What the tree is, for the error.
 * @throws {@link CompileError} if something else is in them, or a tensor has been disposed.
 */
export function leavesOf(tree: unknown, place: string): Leaf[] {
  const leaves: Leaf[] = [];
  collect(tree, '', (leaf, path) => {
    if (!(leaf instanceof tf.Tensor)) {
      throw new CompileError(
        `${place}${path === '' ? '' : ` ${path}`} is ${described(leaf)}; expected tensors, in ` +
          'records and lists. A number that changes from call to call is a tf.scalar().',
      );
    }
    if (leaf.isDisposed) {
      throw new CompileError(
        `${place}${path === '' ? '' : ` ${path}`} has been disposed; what an inner tf.tidy() makes ` +
          'has to be returned from it.',
      );
    }
    leaves.push({ path, tensor: leaf as tf.Tensor });
  });
  return leaves;
}

/** Calls `take` with everything that is no record or list. */
function collect(tree: unknown, path: string, take: (leaf: unknown, path: string) => void): void {
  if (tree === undefined || tree === null) return;
  if (!isNested(tree)) {
    take(tree, path);
    return;
  }
  for (const key of Object.keys(tree)) {
    collect(tree[key], path === '' ? key : `${path}.${key}`, take);
  }
}

/** The same nesting with the tensors replaced, in the order of {@link leavesOf}. */
export function replaceLeaves<T>(tree: unknown, replacements: Iterator<T>): unknown {
  if (tree === undefined || tree === null) return tree;
  if (!isNested(tree)) return replacements.next().value;
  const keys = Object.keys(tree);
  const replaced = keys.map((key) => replaceLeaves(tree[key], replacements));
  return Array.isArray(tree)
    ? replaced
    : Object.fromEntries(keys.map((key, index) => [key, replaced[index]]));
}

/** Records and lists; not tensors, nor what else is an object. */
function isNested(tree: unknown): tree is Readonly<Record<string, unknown>> {
  if (typeof tree !== 'object' || tree === null) return false;
  if (Array.isArray(tree)) return true;
  const prototype: unknown = Object.getPrototypeOf(tree);
  return prototype === Object.prototype || prototype === null;
}

function described(leaf: unknown): string {
  if (typeof leaf === 'object' && leaf !== null) return `a ${leaf.constructor.name}`;
  return `the ${typeof leaf} ${String(leaf)}`;
}
