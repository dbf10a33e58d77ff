import type {
  NativeBackend,
  NativeBinding,
  NativeTensorInfo,
  OpAttribute,
} from '../nativeBackend.js';
import { tf } from '../tf.js';
import { betterForm } from './betterForm.js';
import { CompileError } from './errors.js';
import { constantOf } from './graphMessages.js';
import type { Constant, GraphNode } from './graphMessages.js';
import { outputTypes } from './outputTypes.js';
import type { TensorType } from './tensorType.js';
import { refusalOf } from './refusals.js';
import { replaced } from './replaced.js';
import { tryOnZeros } from './tryOnZeros.js';
import { KernelWatch } from './watch.js';

/** Constants up to this size are written once, however often a function makes them. */
const SHARED_CONSTANT_BYTES = 64;

/**
 * Operations that TensorFlow.js calls without the type of their first input, or with a wrong one (Mean of
 * integers, which it casts first), by the type's attribute.
 */
const IMPLIED_TYPES: Readonly<Record<string, string>> = { ExpandDims: 'T', Mean: 'T' };

/**
 * Operations whose kernels look at values in JavaScript only to refuse bad ones; the graph's own
 * operation does that on every call.
 */
const CHECKS_VALUES: ReadonlySet<string> = new Set(['GatherV2']);

/** A constant that was made while recording, for the comparison of two recordings. */
export interface RecordedConstant {
  readonly constant: Constant;
  /** The operation of TensorFlow.js that made or first used it, as far as known. */
  readonly kernel: string;
}

/** What stands for a tensor while a function is recorded: its type, no values. */
interface StandIn extends TensorType {
  /** The graph output that holds it. */
  readonly output: string;
  /** Of a constant. */
  readonly values?: ArrayBufferView | undefined;
}

/** Numbers of stand-ins: below −1, which TensorFlow.js gives to values not handed over. */
let lastId = -1;

let recording = false;

/** Whether a function is being recorded right now. */
export function isRecording(): boolean {
  return recording;
}

/**
 * Writes down every operation that reaches the native binding while a function runs.
 *
 * Nothing is computed: every tensor is a stand-in that has a shape and a type. So recording costs
 * neither the time nor the memory of an eager call, and no value can find its way into the graph
 * except those that JavaScript puts there.
 */
export class Recorder {
  readonly nodes: GraphNode[] = [];
  readonly constants: RecordedConstant[] = [];
  readonly #backend: NativeBackend;
  readonly #binding: NativeBinding;
  readonly #prefix: string;
  readonly #standIns = new Map<number, StandIn>();
  /** Numbers of the stand-ins of tensors whose values JavaScript holds, by their data. */
  readonly #constantIds = new WeakMap<object, number>();
  /** Data that the function has made from JavaScript values. */
  readonly #madeInside = new WeakSet();
  readonly #shared = new Map<string, string>();
  readonly #watch = new KernelWatch();
  #refusal: CompileError | undefined;

  /** @param prefix - Begins the name of every node. */
  constructor(backend: NativeBackend, prefix: string) {
    this.#backend = backend;
    this.#binding = backend.binding;
    this.#prefix = prefix;
  }

  /** Adds a node that stands for no call of the binding; returns its first output. */
  addNode(node: Omit<GraphNode, 'name'>): string {
    const name = `${this.#prefix}${this.nodes.length}`;
    this.nodes.push({ name, ...node });
    return `${name}:0`;
  }

  /** A tensor without values that stands for a graph output. */
  standIn(type: TensorType, output: string): tf.Tensor {
    return this.#backend.createOutputTensor(this.#introduce({ ...type, output }));
  }

  /** The graph output that holds a tensor the function has made or was given. */
  outputOf(tensor: tf.Tensor): string {
    return this.#lookUp(this.#idOf(tensor)).output;
  }

  /** Runs `work` and records it. */
  record<T>(work: () => T): T {
    const backend = this.#backend;
    const write = backend.write.bind(backend);
    const restore = [
      replaced(backend, 'binding', this.#recordingBinding()),
      replaced(backend, 'getInputTensorIds', (tensors) => tensors.map((t) => this.#idOf(t))),
      replaced(backend, 'write', (...made) => {
        const data = write(...made);
        this.#madeInside.add(data);
        return data;
      }),
    ];
    recording = true;
    try {
      const result = this.#watch.run(work);
      if (this.#refusal) throw this.#refusal; // the function has caught it and gone on
      return result;
    } finally {
      recording = false;
      for (const undo of restore) undo();
    }
  }

  /** The binding with everything that would compute or read put aside. */
  #recordingBinding(): NativeBinding {
    const binding = this.#binding;
    const recorded: Partial<NativeBinding> = {
      executeOp: (...call) => this.#addOperation(...call),
      createTensor: (shape, dtype, values) => this.#addConstant({ shape, dtype, values }),
      deleteTensor: (id) => {
        if (id >= 0) binding.deleteTensor(id);
      },
      tensorDataSync: (id) => this.#read(id),
      loadSavedModel: () =>
        this.#refuse('loads another graph. Compile the functions together instead.'),
      runSavedModel: () =>
        this.#refuse('runs another graph. Compile the functions together instead.'),
    };
    // A copy, not a proxy: the addon's properties are read-only, and a proxy must not hide those.
    const copied = Object.getOwnPropertyNames(binding).map((property) => {
      const value: unknown = Reflect.get(binding, property);
      if (typeof value !== 'function') return [property, value];
      const bound: unknown = Function.prototype.bind.call(value, binding);
      return [property, bound];
    });
    return { ...(Object.fromEntries(copied) as NativeBinding), ...recorded };
  }

  #addOperation(
    ...[op, given, ids, count]: Parameters<NativeBinding['executeOp']>
  ): NativeTensorInfo[] {
    const refusal = refusalOf(op, given);
    if (refusal !== undefined) return this.#refuse(refusal);
    const inputs = ids.map((id) => this.#lookUp(id));
    const attributes = this.#withImpliedType(op, { given, inputs });
    const byName = new Map(attributes.map(({ name, value }) => [name, value]));
    const types =
      outputTypes({ op, attributes: byName, inputs }) ??
      tryOnZeros(this.#binding, { op, attributes: given, inputs, outputs: count });
    const written = betterForm({ op, attributes }, inputs);
    this.addNode({ ...written, inputs: inputs.map(({ output }) => output) });
    const { name } = this.nodes.at(-1)!;
    return types.map((type, index) => this.#introduce({ ...type, output: `${name}:${index}` }));
  }

  /** Eager execution takes these types from the inputs; a graph wants them written. */
  #withImpliedType(
    op: string,
    { given, inputs }: { given: OpAttribute[]; inputs: readonly StandIn[] },
  ): OpAttribute[] {
    const name = IMPLIED_TYPES[op];
    if (name === undefined) return given;
    const type = { name, type: this.#binding.TF_ATTR_TYPE, value: inputs[0]!.dtype };
    return [...given.filter((attribute) => attribute.name !== name), type];
  }

  #addConstant({ shape, dtype, values }: TensorType & { values: ArrayBufferView }): number {
    const constant = constantOf({ shape, dtype }, values);
    this.constants.push({ constant, kernel: this.#watch.outermost ?? this.#watch.last });
    const { bytes } = constant;
    const key =
      bytes.byteLength > SHARED_CONSTANT_BYTES ? '' : `${dtype}/${shape.join()}/${bytes.join()}`;
    const output = this.#shared.get(key) ?? this.#addConstantNode(constant);
    if (key !== '') this.#shared.set(key, output);
    return this.#introduce({ shape, dtype, output, values }).id;
  }

  #addConstantNode(constant: Constant): string {
    const { TF_ATTR_TYPE } = this.#binding;
    const type = { name: 'dtype', type: TF_ATTR_TYPE, value: constant.dtype };
    return this.addNode({ op: 'Const', inputs: [], attributes: [type], constant });
  }

  #introduce(standIn: StandIn): NativeTensorInfo {
    const id = --lastId;
    this.#standIns.set(id, standIn);
    return { id, shape: [...standIn.shape], dtype: standIn.dtype };
  }

  #lookUp(id: number): StandIn {
    return this.#standIns.get(id) ?? this.#refuse('uses a tensor from outside.');
  }

  /** The number of a tensor's stand-in; values that JavaScript holds become a constant. */
  #idOf(tensor: tf.Tensor): number {
    const known = this.#constantIds.get(tensor.dataId);
    if (known !== undefined) return known;
    const { id, dtype, values } = this.#backend.tensorMap.get(tensor.dataId);
    if (this.#standIns.has(id)) return id;
    if (!this.#madeInside.has(tensor.dataId)) this.#expectNumber(tensor);
    if (dtype === this.#binding.TF_STRING)
      this.#refuse('uses strings; a graph takes numbers only.');
    const constant = (values ?? this.#binding.tensorDataSync(id)) as ArrayBufferView; // no strings
    const made = this.#addConstant({ shape: tensor.shape, dtype, values: constant });
    this.#constantIds.set(tensor.dataId, made);
    return made;
  }

  /** Of what was there before, only single numbers may be used: like those of JavaScript, they freeze. */
  #expectNumber(tensor: tf.Tensor): void {
    const variables = Object.values(tf.engine().registeredVariables);
    const variable = variables.find(({ dataId }) => dataId === tensor.dataId);
    if (variable) {
      this.#refuse(
        `uses the variable '${variable.name}', which was not declared. List it in 'variables'.`,
      );
    }
    const { id } = this.#backend.tensorMap.get(tensor.dataId);
    if (tensor.size === 1 && id >= -1) return;
    this.#refuse(
      `uses a tensor of shape [${tensor.shape.join(', ')}] from outside. Pass it as an argument.`,
    );
  }

  #read(id: number): ArrayBufferView {
    const standIn = this.#lookUp(id);
    if (standIn.values) return standIn.values;
    const { innermost } = this.#watch;
    if (innermost !== undefined && CHECKS_VALUES.has(innermost)) {
      return new Int32Array(tf.util.sizeFromShape([...standIn.shape]));
    }
    return this.#refuse(
      "reads a tensor's value. A graph cannot wait for JavaScript: keep it a tensor, or return it.",
    );
  }

  #refuse(what: string): never {
    const { outermost } = this.#watch;
    const place = outermost === undefined ? 'the function' : `the operation ${outermost}`;
    this.#refusal ??= new CompileError(`${place} ${what}`);
    throw this.#refusal;
  }
}
