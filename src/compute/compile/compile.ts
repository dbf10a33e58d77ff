import { nativeBackend, nativeType } from '../nativeBackend.js';
import type { NativeBackend } from '../nativeBackend.js';
import { tf } from '../tf.js';
import { expectSameConstants } from './constants.js';
import { CompileError } from './errors.js';
import { recordFunction } from './recordFunction.js';
import type { RecordedFunction, TensorFunction } from './recordFunction.js';
import { GraphSession, variableNodes } from './session.js';
import type { VariableNodes } from './session.js';
import { leavesOf, replaceLeaves } from './tensorTree.js';

/** Settings of {@link compile}. */
export interface CompileOptions {
  /** Every variable that a function reads or assigns. */
  readonly variables: readonly tf.Variable[];
  /**
   * Records every function twice and refuses it if a constant differs: something in it comes from
   * JavaScript (a counter, a clock, chance) and would be frozen. For tests; doubles the start-up.
   */
  readonly checkConstants?: boolean;
}

/** What has been compiled, for a report. */
export interface CompileReport {
  /** Function and shapes → operations in its graph. */
  readonly functions: Readonly<Record<string, { readonly operations: number }>>;
  /** How often a graph was loaded: once per function and set of shapes. */
  readonly loads: number;
  /** Seconds spent recording and loading. */
  readonly seconds: number;
}

/** Functions that run as one call each. */
export interface Compiled<F extends Record<string, TensorFunction>> {
  /** The functions, to be called like the originals; the caller disposes what they return. */
  readonly call: F;
  /** Writes the graph's values of the variables into the `tf.Variable`s (checkpoints). */
  pull(): void;
  /** Writes the values of the `tf.Variable`s into the graph (resume, a variable set by hand). */
  push(): void;
  report(): CompileReport;
  /** Frees the graphs; the variables keep their last pulled values. */
  dispose(): void;
}

/**
 * Turns functions on tensors into graphs that run as one call of the native engine each.
 *
 * An eager step of a recurrent agent issues thousands of kernel calls, and each costs its way
 * through JavaScript; a graph costs it once. The first call of a function at a set of shapes writes
 * down what reaches TensorFlow while it runs, gradients included; every call then runs the graph. All
 * functions of a group share their variables inside it.
 *
 * The rules: a function takes one argument, nested records and lists of tensors, and returns such; it
 * is synchronous and reads no tensor's value; whatever changes from call to call is an argument,
 * randomness too; variables are listed. Between calls a `tf.Variable`'s own value is out of date
 * until {@link Compiled.pull}.
 *
 * On other engines the functions run as they are: same results, no rules.
 *
 * @throws {@link CompileError} from the first call, if a function breaks a rule; it names the operation.
 */
export function compile<F extends Record<string, TensorFunction>>(
  functions: F,
  options: CompileOptions,
): Compiled<F> {
  const backend = nativeBackend();
  if (!backend) return runAsTheyAre(functions);
  const group = new CompiledGroup(backend, functions, options);
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
    (args: never) => tf.tidy(() => fn(args)),
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

let groups = 0;

/** The functions of one `compile` call, their recordings, and the session that holds them all. */
class CompiledGroup {
  readonly #backend: NativeBackend;
  readonly #functions: Readonly<Record<string, TensorFunction>>;
  readonly #options: CompileOptions;
  readonly #variables: VariableNodes;
  readonly #recorded = new Map<string, RecordedFunction>();
  #session: GraphSession | undefined;
  #loads = 0;
  #milliseconds = 0;

  constructor(
    backend: NativeBackend,
    functions: Readonly<Record<string, TensorFunction>>,
    options: CompileOptions,
  ) {
    this.#backend = backend;
    this.#functions = functions;
    this.#options = options;
    this.#variables = variableNodes(backend, options.variables, `group${groups++}`);
  }

  call(name: string, args: unknown): unknown {
    const key = this.#keyOf(name, args);
    const recorded = this.#recorded.get(key) ?? this.#add(name, key, args);
    if (!this.#session) throw new CompileError(`compile: '${name}' was called after dispose().`);
    const leaves = leavesOf(args);
    const feeds = new Map(recorded.inputs.map((input, i) => [input, leaves[i]!.tensor]));
    const tensors = this.#session.run(feeds, recorded.outputs);
    tensors.pop()!.dispose(); // the sign that all assignments are made
    return replaceLeaves(recorded.outputTree, tensors.values());
  }

  pull(): void {
    if (!this.#session) return;
    const values = this.#session.run(new Map(), this.#variables.values);
    this.#variables.variables.forEach(({ variable }, index) => {
      variable.assign(values[index]!);
    });
    tf.dispose(values);
  }

  push(): void {
    if (!this.#session) return;
    const { variables, newValues, written } = this.#variables;
    if (variables.length === 0) return;
    const feeds = new Map(variables.map(({ variable }, i) => [newValues[i]!, variable]));
    tf.dispose(this.#session.run(feeds, written));
  }

  report(): CompileReport {
    const functions = [...this.#recorded].map(
      ([key, { nodes }]) => [key, { operations: nodes.length }] as const,
    );
    return {
      functions: Object.fromEntries(functions),
      loads: this.#loads,
      seconds: this.#milliseconds / 1000,
    };
  }

  dispose(): void {
    this.#session?.dispose();
    this.#session = undefined;
    this.#recorded.clear();
  }

  /**
   * Records a function and loads the graph with it in. What the recorded call did is undone: the
   * first call runs the graph like all others, so that a run that was interrupted and taken up again
   * computes the same bits.
   */
  #add(name: string, key: string, args: unknown): RecordedFunction {
    const start = performance.now();
    this.pull(); // the function runs on the `tf.Variable`s
    const recorded = this.#record(name, args);
    if (this.#options.checkConstants) expectSameConstants(name, recorded, this.#record(name, args));
    this.#recorded.set(key, recorded);
    this.#load();
    this.#milliseconds += performance.now() - start;
    return recorded;
  }

  /** Records one call and puts the variables back to their values before it. */
  #record(name: string, args: unknown): RecordedFunction {
    const { variables } = this.#options;
    const before = variables.map((variable) => tf.clone<tf.Tensor>(variable));
    try {
      const { recorded, result } = recordFunction({
        backend: this.#backend,
        fn: this.#functions[name]!,
        args,
        variables: this.#variables.variables,
        prefix: `${name}${this.#recorded.size}/`,
      });
      tf.dispose(result);
      return { ...recorded, outputTree: mapToShells(recorded.outputTree) };
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      throw new CompileError(`compile: '${name}' cannot be recorded: ${error.message}`);
    } finally {
      variables.forEach((variable, index) => variable.assign(before[index]!));
      tf.dispose(before);
    }
  }

  #load(): void {
    this.#session?.dispose();
    const functions = [...this.#recorded.values()].flatMap(({ nodes }) => nodes);
    this.#session = new GraphSession(this.#backend, [...this.#variables.nodes, ...functions]);
    this.#loads++;
    this.push();
  }

  /** A function at a set of shapes and types. */
  #keyOf(name: string, args: unknown): string {
    const leaves = leavesOf(args);
    this.#backend.getInputTensorIds(leaves.map(({ tensor }) => tensor));
    const shapes = leaves.map(
      ({ path, tensor }) =>
        `${path}:${nativeType(this.#backend, tensor)}[${tensor.shape.join()}]`,
    );
    return `${name}(${shapes.join(' ')})`;
  }
}

/** The nesting of a result, its tensors replaced by ones that hold no memory. */
function mapToShells(tree: unknown): unknown {
  const shells = leavesOf(tree).map(() => SHELL);
  return replaceLeaves(tree, shells.values());
}

const SHELL = Object.create(tf.Tensor.prototype) as tf.Tensor;
