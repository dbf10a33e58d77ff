import { nativeType } from '../nativeBackend.js';
import type { NativeBackend } from '../nativeBackend.js';
import { tf } from '../tf.js';
import { expectSameRecording } from './constants.js';
import { CompileError } from './errors.js';
import { withClockMovedOn } from './movedClock.js';
import type { TensorType } from './tensorType.js';
import { isRecording } from './recorder.js';
import { recordFunction } from './recordFunction.js';
import type { RecordedFunction, TensorFunction } from './recordFunction.js';
import { GraphCall, GraphSession } from './session.js';
import { leavesOf, replaceLeaves } from './tensorTree.js';
import type { Leaf } from './tensorTree.js';
import { variableNodes } from './variableNodes.js';
import type { VariableNodes } from './variableNodes.js';

/** Settings of {@link compile}. */
export interface CompileOptions {
  /** Every variable that a function reads or assigns. */
  readonly variables: readonly tf.Variable[];
  /**
   * Records a function again at every call, once with the clock moved on, and refuses it if it then
   * does anything else than before: something in it comes from JavaScript (a counter, a clock) and
   * would be frozen. For tests and for finding faults; slow.
   */
  readonly checkConstants?: boolean;
}

/** What has been compiled, for a report. */
export interface CompileReport {
  /** Function and shapes → operations in its graph, as recorded. */
  readonly functions: Readonly<Record<string, { readonly operations: number }>>;
  /** How often a graph was loaded: once per function and set of shapes. */
  readonly loads: number;
  /** Seconds spent recording and loading. */
  readonly seconds: number;
}

/** What a group is made from. */
export interface GroupParts {
  readonly backend: NativeBackend;
  readonly functions: Readonly<Record<string, TensorFunction>>;
  readonly options: CompileOptions;
}

/** Every set of shapes adds to one graph, which is loaded anew each time: more than this is a fault. */
const MOST_RECORDINGS = 64;

let groups = 0;

/** A function at one set of shapes and types, ready to run. */
interface Program extends RecordedFunction {
  /** What it is in a report: function, arguments, types. */
  readonly key: string;
  readonly argument: readonly (TensorType & { readonly path: string })[];
  readonly graphCall: GraphCall;
  /** Begins the names of its nodes. */
  readonly prefix: string;
}

/** The functions of one `compile` call, their recordings, and the session that holds them all. */
export class CompiledGroup {
  readonly #parts: GroupParts;
  readonly #variables: VariableNodes;
  readonly #programs = new Map<string, Program[]>();
  #session: GraphSession | undefined;
  #isDisposed = false;
  #loads = 0;
  #milliseconds = 0;

  constructor(parts: GroupParts) {
    const variables = [...new Set(parts.options.variables)];
    for (const { name, isDisposed } of variables) {
      if (isDisposed) throw new CompileError(`compile: the variable '${name}' has been disposed.`);
    }
    this.#parts = { ...parts, options: { ...parts.options, variables } };
    this.#variables = variableNodes(parts.backend, variables, `group${groups++}`);
    for (const name of Object.keys(parts.functions)) this.#programs.set(name, []);
  }

  call(name: string, args: unknown): unknown {
    this.#expectUsable(name);
    const leaves = leavesOf(args, `compile: '${name}': the argument`);
    const program = this.#find(name, leaves) ?? this.#add(name, { args, leaves });
    if (this.#parts.options.checkConstants) this.#check(name, program, args);
    const inputs = leaves.map(({ tensor }) => tensor);
    return replaceLeaves(program.outputTree, this.#run(name, program, inputs).values());
  }

  pull(): void {
    this.#expectUsable('pull');
    const { variables, read } = this.#variables;
    if (!this.#session || variables.length === 0) return;
    const values = this.#session.run(read, []);
    variables.forEach(({ variable }, index) => {
      variable.assign(values[index]!);
    });
    tf.dispose(values);
  }

  push(): void {
    this.#expectUsable('push');
    if (this.#session) this.#pushInto(this.#session);
  }

  report(): CompileReport {
    const functions = [...this.#programs.values()]
      .flat()
      .map(({ key, nodes }) => [key, { operations: nodes.length }] as const);
    return {
      functions: Object.fromEntries(functions),
      loads: this.#loads,
      seconds: this.#milliseconds / 1000,
    };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#session?.dispose();
    this.#session = undefined;
    this.#programs.clear();
  }

  #expectUsable(what: string): void {
    if (this.#isDisposed) throw new CompileError(`compile: '${what}' was called after dispose().`);
    if (isRecording()) {
      throw new CompileError(
        `compile: '${what}' was called inside a function that is being recorded. ` +
          'Call the original function there.',
      );
    }
    if (tf.engine().state.gradientDepth > 0) {
      throw new CompileError(
        `compile: '${what}' was called while gradients are being taken; none flow through a ` +
          'compiled function. Take them inside it.',
      );
    }
  }

  #run(name: string, program: Program, inputs: readonly tf.Tensor[]): tf.Tensor[] {
    let tensors: tf.Tensor[];
    try {
      tensors = this.#session!.run(program.graphCall, inputs);
    } catch (error) {
      throw new Error(`compile: '${name}' failed while running: ${String(error)}`, {
        cause: error,
      });
    }
    if (program.assigned !== undefined) tensors.pop()!.dispose();
    program.outputShapes.forEach((shape, index) => {
      const made = tensors[index]!.shape;
      if (tf.util.arraysEqual(made, [...shape])) return;
      tf.dispose(tensors);
      throw new CompileError(
        `compile: '${name}' made a result of shape [${made.join(', ')}] where ` +
          `[${shape.join(', ')}] was recorded: an operation in it makes shapes that depend on values.`,
      );
    });
    return tensors;
  }

  /** The recording for these arguments: same nesting, shapes and types. */
  #find(name: string, leaves: readonly Leaf[]): Program | undefined {
    return this.#programs.get(name)!.find(({ argument }) => {
      if (argument.length !== leaves.length) return false;
      return argument.every(({ path, shape, dtype }, index) => {
        const leaf = leaves[index]!;
        const { tensor } = leaf;
        return (
          leaf.path === path &&
          tf.util.arraysEqual(tensor.shape, [...shape]) &&
          nativeType(this.#parts.backend, tensor) === dtype
        );
      });
    });
  }

  /**
   * Records a function and loads a graph with it in. The first call runs that graph like all others,
   * so that a run that was interrupted and taken up again computes the same bits.
   */
  #add(name: string, { args, leaves }: { args: unknown; leaves: readonly Leaf[] }): Program {
    const start = performance.now();
    const programs = [...this.#programs.values()].flat();
    if (programs.length === MOST_RECORDINGS) {
      throw new CompileError(
        `compile: '${name}' was called with other shapes than the ${MOST_RECORDINGS} before. Each ` +
          'set of shapes is compiled and kept: pad the arguments to a few fixed sizes.',
      );
    }
    const prefix = `${name}${programs.length}/`;
    const recorded = this.#record(name, { args, prefix });
    const program = { ...recorded, ...this.#describe(name, recorded, leaves), prefix };
    const session = this.#load([...programs, program]);
    this.#session?.dispose();
    this.#session = session;
    this.#programs.get(name)!.push(program);
    this.#loads++;
    this.#milliseconds += performance.now() - start;
    return program;
  }

  #describe(
    name: string,
    { inputs, outputs, assigned }: RecordedFunction,
    leaves: readonly Leaf[],
  ): Pick<Program, 'key' | 'argument' | 'graphCall'> {
    const argument = leaves.map(({ path, tensor }) => {
      return { path, shape: tensor.shape, dtype: nativeType(this.#parts.backend, tensor) };
    });
    const types = argument.map(({ path, shape, dtype }) => `${path}:${dtype}[${shape.join()}]`);
    const fetched = assigned === undefined ? outputs : [...outputs, assigned];
    return {
      key: `${name}(${types.join(' ')})`,
      argument,
      graphCall: new GraphCall(inputs, fetched),
    };
  }

  #record(name: string, { args, prefix }: { args: unknown; prefix: string }): RecordedFunction {
    const { backend, functions } = this.#parts;
    const { variables } = this.#variables;
    try {
      return recordFunction({ backend, fn: functions[name]!, args, variables, prefix });
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      throw new CompileError(`compile: '${name}' cannot be recorded: ${error.message}`, {
        cause: error,
      });
    }
  }

  /** Loads a graph in which the variables have the values they have now. */
  #load(programs: readonly Program[]): GraphSession {
    this.pull();
    const functions = programs.flatMap(({ nodes }) => nodes);
    const session = new GraphSession(this.#parts.backend, [...this.#variables.nodes, ...functions]);
    this.#pushInto(session);
    return session;
  }

  #pushInto(session: GraphSession): void {
    const { variables, write } = this.#variables;
    if (variables.length === 0) return;
    const values = variables.map(({ variable }) => variable);
    tf.dispose(session.run(write, values));
  }

  #check(name: string, program: Program, args: unknown): void {
    const { prefix } = program;
    const recordAgain = (): RecordedFunction => this.#record(name, { args, prefix });
    for (const again of [recordAgain(), withClockMovedOn(recordAgain)]) {
      expectSameRecording(name, program, again);
    }
  }
}
