import type { NativeBackend, OpAttribute } from '../nativeBackend.js';
import { nativeType } from '../nativeBackend.js';
import { tf } from '../tf.js';
import { CompileError } from './errors.js';
import type { GraphNode } from './graphMessages.js';
import { Recorder } from './recorder.js';
import type { RecordedConstant } from './recorder.js';
import { leavesOf } from './tensorTree.js';

/** A function of nested tensors. */
export type TensorFunction = (inputs: never) => tf.TensorContainer;

/** One function at one set of shapes, as part of a graph. */
export interface RecordedFunction {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly RecordedConstant[];
  /** Placeholders in the order of the arguments' leaves. */
  readonly inputs: readonly string[];
  /** In the order of the result's leaves; the last one also makes the assignments happen. */
  readonly outputs: readonly string[];
  /** A result to copy the nesting from; its tensors are not used. */
  readonly outputTree: unknown;
}

/** What {@link recordFunction} works on. */
export interface RecordRequest {
  readonly backend: NativeBackend;
  readonly fn: TensorFunction;
  readonly args: unknown;
  /** Declared variables with the nodes that hold their handles. */
  readonly variables: readonly { readonly variable: tf.Variable; readonly handle: string }[];
  readonly prefix: string;
}

/**
 * Calls a function and records the call.
 *
 * Variables are read once, at the beginning, and the last value assigned to each is written at the
 * end, after that reading: inside the function they behave as they do outside.
 *
 * @returns The recording, and the result of the call.
 */
export function recordFunction(request: RecordRequest): {
  recorded: RecordedFunction;
  result: tf.TensorContainer;
} {
  const { backend, fn, args, variables, prefix } = request;
  const recorder = new Recorder(backend, { prefix, strangers: strangersTo(request) });
  const type = (name: string, value: number): OpAttribute => ({
    name,
    type: backend.binding.TF_ATTR_TYPE,
    value,
  });
  const leaves = leavesOf(args);
  backend.getInputTensorIds(leaves.map(({ tensor }) => tensor)); // hands values over beforehand
  const inputs = leaves.map(({ tensor }) => {
    const attributes = [type('dtype', nativeType(backend, tensor)), shapeOf(backend, tensor)];
    const output = recorder.addNode({ op: 'Placeholder', inputs: [], attributes });
    recorder.know(tensor, output);
    return output;
  });
  const reads = variables.map(({ variable, handle }) => {
    const attributes = [type('dtype', nativeTypeOfVariable(backend, variable))];
    const output = recorder.addNode({ op: 'ReadVariableOp', inputs: [handle], attributes });
    recorder.know(variable, output);
    return { output, data: variable.dataId };
  });
  const result = recorder.record(() => tf.tidy(() => fn(args as never)));
  if (result instanceof Promise) throw new CompileError('the function is async; it must not be.');
  const assigned = variables.flatMap(({ variable, handle }, index) => {
    const { output: read, data } = reads[index]!;
    if (variable.dataId === data) return [];
    const value = recorder.outputOf(variable, `an assignment to ${variable.name}`);
    const attributes = [type('dtype', nativeTypeOfVariable(backend, variable))];
    const after = `^${read.replace(/:0$/, '')}`;
    const output = recorder.addNode({
      op: 'AssignVariableOp',
      inputs: [handle, value, after],
      attributes,
    });
    return [`^${output.replace(/:0$/, '')}`];
  });
  const outputs = leavesOf(result).map(({ path, tensor }) =>
    recorder.outputOf(tensor, `the result ${path}`),
  );
  outputs.push(addDone(recorder, backend, assigned));
  const { nodes, constants } = recorder;
  return { recorded: { nodes, constants, inputs, outputs, outputTree: result }, result };
}

/** A zero that is there once all assignments have been made. */
function addDone(recorder: Recorder, backend: NativeBackend, after: readonly string[]): string {
  const { TF_FLOAT, TF_ATTR_TYPE } = backend.binding;
  const constant = { dtype: TF_FLOAT, shape: [], bytes: new Uint8Array(4) };
  const dtype = { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT };
  const zero = recorder.addNode({ op: 'Const', inputs: [], attributes: [dtype], constant });
  const type = { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
  return recorder.addNode({ op: 'Identity', inputs: [zero, ...after], attributes: [type] });
}

function shapeOf({ binding }: NativeBackend, tensor: tf.Tensor): OpAttribute {
  return { name: 'shape', type: binding.TF_ATTR_SHAPE, value: tensor.shape };
}

function nativeTypeOfVariable(backend: NativeBackend, variable: tf.Variable): number {
  backend.getInputTensorIds([variable]);
  return nativeType(backend, variable);
}

/** Variables that exist but were not declared, by number, for the error message. */
function strangersTo({ backend, variables }: RecordRequest): Map<number, string> {
  const declared = new Set(variables.map(({ variable }) => variable.name));
  const strangers = new Map<number, string>();
  for (const variable of Object.values(tf.engine().registeredVariables)) {
    if (declared.has(variable.name)) continue;
    const [id] = backend.getInputTensorIds([variable]);
    strangers.set(id!, `the variable '${variable.name}', which was not declared`);
  }
  return strangers;
}
