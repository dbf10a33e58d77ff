import { nativeType } from '../nativeBackend.js';
import type { NativeBackend, NativeBinding, OpAttribute } from '../nativeBackend.js';
import { tf } from '../tf.js';
import { CompileError } from './errors.js';
import type { Constant, GraphNode } from './graphMessages.js';

/** Constants up to this size are written once, however often a function makes them. */
const SHARED_CONSTANT_BYTES = 64;

/** Operations that TensorFlow.js calls without the type of their first input, by its attribute. */
const IMPLIED_TYPES: Readonly<Record<string, string>> = { ExpandDims: 'T' };

/** A constant that was made while recording, for the comparison of two recordings. */
export interface RecordedConstant {
  readonly constant: Constant;
  /** The operation of TensorFlow.js that made or first used it, as far as known. */
  readonly kernel: string;
}

/**
 * Writes down every operation that reaches the native binding while a function runs.
 *
 * The function really runs, so recording has the effect of a call. What it reads and has not made
 * itself has to be known beforehand: arguments and variables ({@link Recorder.know}).
 */
export class Recorder {
  readonly nodes: GraphNode[] = [];
  readonly constants: RecordedConstant[] = [];
  readonly #backend: NativeBackend;
  readonly #prefix: string;
  /** Graph output by the number of the tensor in the binding. */
  readonly #outputs = new Map<number, string>();
  /** TensorFlow's number of a tensor's type, by the number of the tensor. */
  readonly #types = new Map<number, number>();
  readonly #strangers: ReadonlyMap<number, string>;
  readonly #shared = new Map<string, string>();
  #kernels: string[] = [];
  #lastKernel = '';

  /**
   * @param prefix - Begins the name of every node.
   * @param strangers - What tensors are that the function must not use, by number: undeclared variables.
   */
  constructor(
    backend: NativeBackend,
    { prefix, strangers }: { prefix: string; strangers: ReadonlyMap<number, string> },
  ) {
    this.#backend = backend;
    this.#prefix = prefix;
    this.#strangers = strangers;
  }

  /** Adds a node that stands for no call of the binding; returns its first output. */
  addNode(node: Omit<GraphNode, 'name'>): string {
    const name = `${this.#prefix}${this.nodes.length}`;
    this.nodes.push({ name, ...node });
    return `${name}:0`;
  }

  /** Declares what a tensor is in the graph. */
  know(tensor: tf.Tensor, output: string): void {
    const id = this.#idOf(tensor);
    this.#outputs.set(id, output);
    this.#types.set(id, nativeType(this.#backend, tensor));
  }

  /** The graph output that holds a tensor the function has made or was given. */
  outputOf(tensor: tf.Tensor, place: string): string {
    // A tensor made from JavaScript values is handed over, and so recorded, only now.
    const id = this.#recording(() => this.#idOf(tensor));
    return this.#lookUp(id, place);
  }

  /** Runs `work` and records it. */
  record<T>(work: () => T): T {
    return this.#recording(() => withKernelNames(this.#kernelHooks(), work));
  }

  #recording<T>(work: () => T): T {
    const { binding } = this.#backend;
    this.#backend.binding = this.#recordingBinding(binding);
    try {
      return work();
    } finally {
      this.#backend.binding = binding;
    }
  }

  #idOf(tensor: tf.Tensor): number {
    return this.#backend.getInputTensorIds([tensor])[0]!;
  }

  #kernelHooks(): KernelHooks {
    return {
      enter: (name) => {
        this.#kernels.push(name);
        this.#lastKernel = name;
      },
      leave: () => {
        this.#kernels.pop();
      },
    };
  }

  /** The binding with its calls written down; everything else is passed on. */
  #recordingBinding(binding: NativeBinding): NativeBinding {
    const refuse = (what: string) => (): never => {
      throw new CompileError(`${this.#place()} ${what}`);
    };
    const recording: Partial<NativeBinding> = {
      executeOp: (op, attributes, inputs, outputs) => {
        const made = binding.executeOp(op, attributes, inputs, outputs);
        this.addNode({
          op,
          inputs: inputs.map((id) => this.#lookUp(id, op)),
          attributes: [...attributes, ...this.#impliedAttributes(op, inputs)],
        });
        const name = this.nodes.at(-1)!.name;
        made.forEach(({ id, dtype }, index) => {
          this.#outputs.set(id, `${name}:${index}`);
          this.#types.set(id, dtype);
        });
        return made;
      },
      createTensor: (shape, dtype, values) => {
        const id = binding.createTensor(shape, dtype, values);
        this.#outputs.set(id, this.#addConstant(shape, dtype, values));
        this.#types.set(id, dtype);
        return id;
      },
      tensorDataSync: refuse(
        "reads a tensor's value. A graph cannot wait for JavaScript: keep it a tensor, or return it.",
      ),
      loadSavedModel: refuse('loads another graph. Compile the functions together instead.'),
      runSavedModel: refuse('calls a compiled function. Compile the functions together instead.'),
    };
    // A copy, not a proxy: the addon's properties are read-only, and a proxy must not hide those.
    const copied = Object.getOwnPropertyNames(binding).map((property) => {
      const value: unknown = binding[property as keyof NativeBinding];
      return [property, typeof value === 'function' ? (value.bind(binding) as unknown) : value];
    });
    return { ...(Object.fromEntries(copied) as NativeBinding), ...recording };
  }

  /** Eager execution takes these types from the inputs; a graph wants them written. */
  #impliedAttributes(op: string, inputs: readonly number[]): OpAttribute[] {
    const name = IMPLIED_TYPES[op];
    if (name === undefined) return [];
    const { TF_ATTR_TYPE } = this.#backend.binding;
    return [{ name, type: TF_ATTR_TYPE, value: this.#types.get(inputs[0]!) }];
  }

  #addConstant(shape: readonly number[], dtype: number, values: ArrayBufferView): string {
    const { buffer, byteOffset, byteLength } = values;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice();
    const constant = { shape: [...shape], dtype, bytes };
    this.constants.push({ constant, kernel: this.#kernels[0] ?? this.#lastKernel });
    const key =
      byteLength > SHARED_CONSTANT_BYTES ? undefined : `${dtype}/${shape.join()}/${bytes.join()}`;
    const known = key === undefined ? undefined : this.#shared.get(key);
    if (known !== undefined) return known;
    const type = { name: 'dtype', type: this.#backend.binding.TF_ATTR_TYPE, value: dtype };
    const output = this.addNode({ op: 'Const', inputs: [], attributes: [type], constant });
    if (key !== undefined) this.#shared.set(key, output);
    return output;
  }

  #lookUp(id: number, user: string): string {
    const output = this.#outputs.get(id);
    if (output !== undefined) return output;
    const what = this.#strangers.get(id) ?? 'a tensor from outside';
    throw new CompileError(
      `${this.#place()} uses ${what} (in ${user}). Pass it as an argument, or, if it is a ` +
        'variable, list it in `variables`.',
    );
  }

  #place(): string {
    const kernel = this.#kernels[0];
    return kernel === undefined ? 'the function' : `the operation ${kernel}`;
  }
}

interface KernelHooks {
  readonly enter: (name: string) => void;
  readonly leave: () => void;
}

/** Tells which operation of TensorFlow.js is under way while `work` runs. */
function withKernelNames<T>(hooks: KernelHooks, work: () => T): T {
  const engine = tf.engine();
  const original = engine.runKernel.bind(engine);
  engine.runKernel = ((name: string, ...rest: Parameters<typeof original> extends [unknown, ...infer R] ? R : never) => {
    hooks.enter(name);
    try {
      return original(name, ...rest);
    } finally {
      hooks.leave();
    }
  }) as typeof engine.runKernel;
  try {
    return work();
  } finally {
    delete (engine as { runKernel?: unknown }).runKernel; // the prototype's shows again
  }
}
