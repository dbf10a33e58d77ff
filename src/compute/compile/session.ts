import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeBackend, OpAttribute } from '../nativeBackend.js';
import { nativeType } from '../nativeBackend.js';
import type { tf } from '../tf.js';
import { encodeSavedModel, TAG } from './graphMessages.js';
import type { GraphNode } from './graphMessages.js';

/** A variable of the graph. */
export interface GraphVariable {
  readonly variable: tf.Variable;
  /** Output of the node that holds its handle. */
  readonly handle: string;
}

/** Nodes that hold, write and read the variables of a graph. */
export interface VariableNodes {
  readonly nodes: readonly GraphNode[];
  readonly variables: readonly GraphVariable[];
  /** Placeholders of new values, in order. */
  readonly newValues: readonly string[];
  /** There once all new values are written. */
  readonly written: readonly string[];
  /** The present values, in order. */
  readonly values: readonly string[];
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
    add(`${name}/write`, 'AssignVariableOp', [[handle, newValue], [dtype]]);
    const type = { name: 'T', type: TF_ATTR_TYPE, value };
    // A session returns values, not effects: this one is there when the variable is written.
    const written = add(`${name}/written`, 'Shape', [[newValue, `^${name}/write`], [type]]);
    const read = add(`${name}/read`, 'ReadVariableOp', [[handle], [dtype]]);
    return { variable, handle, newValue, written, read };
  });
  return {
    nodes,
    variables: parts.map(({ variable, handle }) => ({ variable, handle })),
    newValues: parts.map(({ newValue }) => newValue),
    written: parts.map(({ written }) => written),
    values: parts.map(({ read }) => read),
  };
}

/** A graph loaded into TensorFlow, ready to run; holds memory until disposed. */
export class GraphSession {
  readonly #backend: NativeBackend;
  readonly #id: number;

  constructor(backend: NativeBackend, nodes: readonly GraphNode[]) {
    this.#backend = backend;
    const folder = mkdtempSync(join(tmpdir(), 'cpc-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, backend.binding));
      this.#id = backend.binding.loadSavedModel(folder, TAG);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Runs what `outputs` need; the caller disposes the tensors. */
  run(feeds: ReadonlyMap<string, tf.Tensor>, outputs: readonly string[]): tf.Tensor[] {
    const { binding } = this.#backend;
    const ids = this.#backend.getInputTensorIds([...feeds.values()]);
    const made = binding.runSavedModel(this.#id, ids, [...feeds.keys()].join(), outputs.join());
    return made.map((info) => this.#backend.createOutputTensor(info));
  }

  dispose(): void {
    this.#backend.binding.deleteSavedModel(this.#id);
  }
}
