import type { NativeBackend, OpAttribute } from '../nativeBackend.js';
import { nativeType } from '../nativeBackend.js';
import type { tf } from '../tf.js';
import type { GraphNode } from './graphMessages.js';
import type { DeclaredVariable } from './recordFunction.js';
import { GraphCall } from './session.js';

/** Nodes that hold, write and read the variables of a graph. */
export interface VariableNodes {
  readonly nodes: readonly GraphNode[];
  readonly variables: readonly DeclaredVariable[];
  /** Takes new values in the order of the variables; what it makes tells that they are written. */
  readonly write: GraphCall;
  /** Makes the present values in the order of the variables. */
  readonly read: GraphCall;
}

/** @param group - Makes the variables' names unique in the process. */
export function variableNodes(
  backend: NativeBackend,
  variables: readonly tf.Variable[],
  group: string,
): VariableNodes {
  const { TF_ATTR_TYPE, TF_ATTR_SHAPE, TF_ATTR_STRING } = backend.binding;
  backend.getInputTensorIds(variables); // hands values over, so that their types are known
  const nodes: GraphNode[] = [];
  const add = (name: string, op: string, parts: [string[], OpAttribute[]]): string => {
    nodes.push({ name, op, inputs: parts[0], attributes: parts[1] });
    return `${name}:0`;
  };
  const parts = variables.map((variable, index) => {
    const name = `${group}/variable${index}`;
    const value = nativeType(backend, variable);
    const dtype = { name: 'dtype', type: TF_ATTR_TYPE, value };
    const shape = { name: 'shape', type: TF_ATTR_SHAPE, value: variable.shape };
    const shared = { name: 'shared_name', type: TF_ATTR_STRING, value: name };
    const handle = add(name, 'VarHandleOp', [[], [dtype, shape, shared]]);
    const newValue = add(`${name}/new`, 'Placeholder', [[], [dtype, shape]]);
    const type = { name: 'T', type: TF_ATTR_TYPE, value };
    // The new value may lie in a JavaScript array, which is not the variable's to keep.
    const copy = add(`${name}/copy`, 'DeepCopy', [[newValue], [type]]);
    add(`${name}/write`, 'AssignVariableOp', [[handle, copy], [dtype]]);
    // A session returns values, not effects: this one is there when the variable is written.
    const written = add(`${name}/written`, 'Shape', [[newValue, `^${name}/write`], [type]]);
    const read = add(`${name}/read`, 'ReadVariableOp', [[handle], [dtype]]);
    return { variable, handle, newValue, written, read };
  });
  return {
    nodes,
    variables: parts.map(({ variable, handle }) => ({ variable, handle })),
    write: new GraphCall(
      parts.map(({ newValue }) => newValue),
      parts.map(({ written }) => written),
    ),
    read: new GraphCall(
      [],
      parts.map(({ read }) => read),
    ),
  };
}
