import type { NativeBackend, OpAttribute } from '../nativeBackend.js';
import { nativeType } from '../nativeBackend.js';
import { tf } from '../tf.js';
import { CompileError } from './errors.js';
import type { GraphNode } from './graphMessages.js';
import type { TensorType } from './tensorType.js';
import { Recorder } from './recorder.js';
import type { RecordedConstant } from './recorder.js';
import { sharesInputMemory } from './sharedMemory.js';
import { leavesOf, replaceLeaves } from './tensorTree.js';

/** A function of nested tensors. */
export type TensorFunction = (inputs: never) => tf.TensorContainer;

/** One function at one set of shapes, as part of a graph. */
export interface RecordedFunction {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly RecordedConstant[];
  /** Placeholders in the order of the arguments' leaves. */
  readonly inputs: readonly string[];
  /** In the order of the result's leaves. */
  readonly outputs: readonly string[];
  /** Fetched after the outputs and thrown away: there once all assignments are made. */
  readonly assigned: string | undefined;
  /** Their shapes. */
  readonly outputShapes: readonly (readonly number[])[];
  /** The nesting of a result, with something other than tensors for leaves. */
  readonly outputTree: unknown;
}

/** A declared variable with the node that holds its handle. */
export interface DeclaredVariable {
  readonly variable: tf.Variable;
  readonly handle: string;
}

/** What {@link recordFunction} works on. */
export interface RecordRequest {
  readonly backend: NativeBackend;
  readonly fn: TensorFunction;
  readonly args: unknown;
  readonly variables: readonly DeclaredVariable[];
  /** Begins the name of every node. */
  readonly prefix: string;
}

/**
 * Runs a function on stand-ins for its arguments and variables, and records it.
 *
 * Variables are read once, at the beginning, and the last value assigned to each is written at the
 * end, after that reading: inside the function they behave as they do outside. Two arguments or
 * variables that hold the same tensor are still two: the next call may be another.
 *
 * The variables have their own values again afterwards, also if the function throws.
 */
export function recordFunction(request: RecordRequest): RecordedFunction {
  const { variables } = request;
  const before = variables.map(({ variable }) => tf.clone<tf.Tensor>(variable));
  let recorded: RecordedFunction | undefined;
  try {
    tf.tidy(() => {
      recorded = record(request); // not returned: tidy would search all of it for tensors
    });
    return recorded!;
  } finally {
    variables.forEach(({ variable }, index) => {
      variable.assign(before[index]!);
    });
    tf.dispose(before);
  }
}

function record(request: RecordRequest): RecordedFunction {
  const { backend, fn, args, variables, prefix } = request;
  const recorder = new Recorder(backend, prefix);
  const inputs = addInputs(recorder, request);
  const standIns = inputs.map(({ standIn }) => standIn);
  const reads = variables.map((declared) => addRead(recorder, request, declared));
  const result = recorder.record(() =>
    expectSynchronous(fn(replaceLeaves(args, standIns.values()) as never)),
  );
  const leaves = leavesOf(result, 'the result');
  const placeholders = new Set(inputs.map(({ output }) => output));
  const outputs = leaves.map(({ tensor }) => {
    const output = recorder.outputOf(tensor);
    // TensorFlow does not hand out what it was fed.
    if (!placeholders.has(output)) return output;
    const attributes = [typeAttribute(backend, 'T', nativeType(backend, tensor))];
    return recorder.addNode({ op: 'Identity', inputs: [output], attributes });
  });
  const assignments = addAssignments(recorder, request, reads);
  const needsSign = assignments.length > 0 || outputs.length === 0;
  return {
    nodes: recorder.nodes,
    constants: recorder.constants,
    inputs: inputs.map(({ output }) => output),
    outputs,
    assigned: needsSign ? addSign(recorder, backend, assignments) : undefined,
    outputShapes: leaves.map(({ tensor }) => tensor.shape),
    outputTree: replaceLeaves(result, leaves.map(({ path }) => path).values()),
  };
}

function addInputs(
  recorder: Recorder,
  { backend, args, variables }: RecordRequest,
): { output: string; standIn: tf.Tensor }[] {
  const declared = new Set<tf.Tensor>(variables.map(({ variable }) => variable));
  return leavesOf(args, 'the argument').map(({ path, tensor }) => {
    if (declared.has(tensor)) {
      throw new CompileError(
        `the argument ${path} is a declared variable, whose own value is out of date between ` +
          'calls; use it inside the function without passing it.',
      );
    }
    const type = { shape: tensor.shape, dtype: nativeType(backend, tensor) };
    if (type.dtype === backend.binding.TF_STRING) {
      throw new CompileError(`the argument ${path} holds strings; a graph takes numbers only.`);
    }
    const attributes = [typeAttribute(backend, 'dtype', type.dtype), shapeAttribute(backend, type)];
    const output = recorder.addNode({ op: 'Placeholder', inputs: [], attributes });
    return { output, standIn: recorder.standIn(type, output) };
  });
}

/** The value of a variable at the beginning. */
interface VariableRead extends DeclaredVariable {
  readonly dtype: number;
  readonly output: string;
  /** What the variable holds until it is assigned. */
  readonly data: object;
}

function addRead(
  recorder: Recorder,
  { backend }: RecordRequest,
  { variable, handle }: DeclaredVariable,
): VariableRead {
  const dtype = nativeType(backend, variable);
  const attributes = [typeAttribute(backend, 'dtype', dtype)];
  const output = recorder.addNode({ op: 'ReadVariableOp', inputs: [handle], attributes });
  const standIn = recorder.standIn({ shape: variable.shape, dtype }, output);
  variable.assign(standIn);
  return { variable, handle, dtype, output, data: standIn.dataId };
}

/** Writes the variables that have been assigned; returns what to wait for. */
function addAssignments(
  recorder: Recorder,
  { backend }: RecordRequest,
  reads: readonly VariableRead[],
): string[] {
  const assigned = reads.filter(({ variable, data }) => variable.dataId !== data);
  const values = assigned.map(({ variable }) => recorder.outputOf(variable));
  const borrowed = sharesInputMemory(recorder.nodes);
  return assigned.map(({ handle, dtype, output }, index) => {
    let value = values[index]!;
    if (borrowed(value)) {
      // A variable outlives the call, the memory of an argument may not.
      const attributes = [typeAttribute(backend, 'T', dtype)];
      value = recorder.addNode({ op: 'DeepCopy', inputs: [value], attributes });
    }
    const attributes = [typeAttribute(backend, 'dtype', dtype)];
    const inputs = [handle, value, after(output)];
    return after(recorder.addNode({ op: 'AssignVariableOp', inputs, attributes }));
  });
}

/** A zero that is there once everything in `waitFor` has happened. */
function addSign(recorder: Recorder, backend: NativeBackend, waitFor: readonly string[]): string {
  const { TF_FLOAT } = backend.binding;
  const zero = recorder.addNode({
    op: 'Const',
    inputs: [],
    attributes: [typeAttribute(backend, 'dtype', TF_FLOAT)],
    constant: { dtype: TF_FLOAT, shape: [], bytes: new Uint8Array(4), allTheSame: false },
  });
  const attributes = [typeAttribute(backend, 'T', TF_FLOAT)];
  return recorder.addNode({ op: 'Identity', inputs: [zero, ...waitFor], attributes });
}

/** The control input that stands for "after this output". */
function after(output: string): string {
  return `^${output.replace(/:0$/, '')}`;
}

function typeAttribute({ binding }: NativeBackend, name: string, value: number): OpAttribute {
  return { name, type: binding.TF_ATTR_TYPE, value };
}

function shapeAttribute({ binding }: NativeBackend, { shape }: TensorType): OpAttribute {
  return { name: 'shape', type: binding.TF_ATTR_SHAPE, value: shape };
}

function expectSynchronous(result: tf.TensorContainer): tf.TensorContainer {
  if (!(result instanceof Promise)) return result;
  result.catch(() => undefined); // what it fails with is what we refuse here
  throw new CompileError(
    'the function is async: a graph cannot wait for JavaScript. Make it synchronous; data() and ' +
      'what needs it stay outside.',
  );
}
