import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeBackend } from '../nativeBackend.js';
import type { tf } from '../tf.js';
import { CompileError } from './errors.js';
import { encodeSavedModel, TAG } from './graphMessages.js';
import type { GraphNode } from './graphMessages.js';

/** One way to run a graph: what goes in and what comes out. */
export class GraphCall {
  readonly inputNames: string;
  readonly outputNames: string;

  /** @param inputs - Placeholders, in the order in which their tensors will be given. */
  constructor(inputs: readonly string[], outputs: readonly string[]) {
    // The binding takes them joined; they are the same in every call.
    this.inputNames = inputs.join();
    this.outputNames = outputs.join();
  }
}

/** A graph loaded into TensorFlow, ready to run; holds memory until disposed. */
export class GraphSession {
  readonly #backend: NativeBackend;
  readonly #id: number;

  /** @throws {@link CompileError} with TensorFlow's own words, if it refuses the graph. */
  constructor(backend: NativeBackend, nodes: readonly GraphNode[]) {
    this.#backend = backend;
    const folder = mkdtempSync(join(tmpdir(), 'cpc-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, backend.binding));
      this.#id = backend.binding.loadSavedModel(folder, TAG);
    } catch (error) {
      throw new CompileError(`compile: TensorFlow refuses the graph: ${String(error)}`, {
        cause: error,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Runs what the outputs need; the caller disposes the tensors. */
  run({ inputNames, outputNames }: GraphCall, inputs: readonly tf.Tensor[]): tf.Tensor[] {
    const { binding } = this.#backend;
    const ids = this.#backend.getInputTensorIds(inputs);
    const made = binding.runSavedModel(this.#id, ids, inputNames, outputNames);
    return made.map((info) => this.#backend.createOutputTensor(info));
  }

  dispose(): void {
    this.#backend.binding.deleteSavedModel(this.#id);
  }
}
