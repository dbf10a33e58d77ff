import { nativeBackend } from '../nativeBackend.js';
import { tf } from '../tf.js';
import { CompiledGroup } from './compiledGroup.js';
import type { CompileOptions, CompileReport } from './compiledGroup.js';
import type { TensorFunction } from './recordFunction.js';

/** Functions that run as one call each. */
export interface Compiled<F extends Record<string, TensorFunction>> {
  /** The functions, to be called like the originals; the caller disposes what they return. */
  readonly call: F;
  /** Writes the graph's values of the variables into the `tf.Variable`s (checkpoints). */
  pull(): void;
  /** Writes the values of the `tf.Variable`s into the graph (resume, a variable set by hand). */
  push(): void;
  report(): CompileReport;
  /**
   * Frees the graphs and ends the use of everything else here; the variables keep the values last
   * pulled. Calling it again does nothing.
   */
  dispose(): void;
}

/**
 * Turns functions on tensors into graphs that run as one call of the native engine each.
 *
 * An eager step of a recurrent agent issues thousands of kernel calls, and each costs its way
 * through JavaScript; a graph costs it once. The first call of a function at a set of shapes writes
 * down what would reach TensorFlow while it runs, gradients included; every call, the first too, then
 * runs the graph. All functions of a group share their variables inside it.
 *
 * The rules (docs/compile.md has the reasons):
 * - a function takes one argument, tensors in nested records and lists, and returns such;
 * - it is synchronous and reads no tensor's value;
 * - whatever changes from call to call is an argument, randomness too: JavaScript values freeze;
 * - every variable that it reads or assigns is declared, and none is made inside;
 * - between calls a `tf.Variable`'s own value is out of date until {@link Compiled.pull}.
 *
 * On other engines the functions run as they are, inside a `tf.tidy`: same results, no rules.
 *
 * @throws {@link CompileError} from the first call, if a function breaks a rule; it names the operation.
 */
export function compile<F extends Record<string, TensorFunction>>(
  functions: F,
  options: CompileOptions,
): Compiled<F> {
  const backend = nativeBackend();
  if (!backend) return runAsTheyAre(functions);
  const group = new CompiledGroup({ backend, functions, options });
  const call = Object.fromEntries(
    Object.keys(functions).map((name) => [name, (args: unknown) => group.call(name, args)]),
  );
  return {
    call: call as unknown as F, // the same names and signatures, by construction
    pull: () => {
      group.pull();
    },
    push: () => {
      group.push();
    },
    report: () => group.report(),
    dispose: () => {
      group.dispose();
    },
  };
}

function runAsTheyAre<F extends Record<string, TensorFunction>>(functions: F): Compiled<F> {
  const tidied = Object.entries(functions).map(([name, fn]) => [
    name,
    (args: never) => tf.tidy(() => cloned(fn(args))),
  ]);
  const nothing = (): void => undefined;
  return {
    call: Object.fromEntries(tidied) as F, // the same names and signatures, by construction
    pull: nothing,
    push: nothing,
    report: () => ({ functions: {}, loads: 0, seconds: 0 }),
    dispose: nothing,
  };
}

/** The result with tensors of its own: an argument or a variable in it stays its owner's. */
function cloned(result: tf.TensorContainer): tf.TensorContainer {
  if (result instanceof tf.Tensor) return tf.clone(result);
  if (Array.isArray(result)) return result.map(cloned);
  const plain: unknown = result; // null comes in practice, whatever the type says
  if (typeof plain !== 'object' || plain === null) return result;
  return Object.fromEntries(
    Object.entries(plain as tf.TensorContainerObject).map(([key, inner]) => [key, cloned(inner)]),
  );
}
