import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { tf } from '../compute/index.js';
import {
  checkpointPath,
  decodeSafetensors,
  encodeSafetensors,
  writeFolderDurably,
} from '../metrics/index.js';
import type { Checkpoint, RunFolder, StoredTensor } from '../metrics/index.js';
import { TrainingError } from './errors.js';

/** Raised with each change of what a checkpoint holds. */
const FORMAT = 1;

const WEIGHTS = 'weights.safetensors';
const OPTIMIZER = 'optimizer.safetensors';
const ACTING = 'acting.safetensors';
const STATE = 'state.json';

const trainingState = z.strictObject({
  format: z.literal(FORMAT),
  /** Simulator ticks of all environments together. */
  frames: z.int().min(0),
  /** Agent steps of all environments together. */
  steps: z.int().min(0),
  /** Agent steps of each environment: the sequence number of the next observations. */
  stepsPerEnvironment: z.int().min(0),
  updates: z.int().min(0),
  /** Seconds of training, earlier sessions included. */
  seconds: z.number().min(0),
  /** When the run first began. */
  startedAt: z.iso.datetime(),
  /** Episodes in `episodes.csv`. */
  episodes: z.int().min(0),
  /** Messages dropped so far. */
  droppedMessages: z.int().min(0),
  /** Bytes of the logs when the checkpoint was taken; what comes after is cut off on resume. */
  logBytes: z.strictObject({ episodes: z.int().min(0), metrics: z.int().min(0) }),
  /** The episode each environment is in. */
  openEpisodes: z.array(
    z.strictObject({ return: z.number(), length: z.int().min(0), staggered: z.boolean() }),
  ),
  /** State of each environment in base64; null where it cannot be saved. */
  environments: z.array(z.base64().nullable()),
});

/** Everything a run goes on from, but for tensors. */
export type TrainingState = z.infer<typeof trainingState>;

/** Tensors of a checkpoint by name, in host memory. */
export type StoredTensors = ReadonlyMap<string, StoredTensor>;

/** A checkpoint read back. */
export interface LoadedCheckpoint {
  readonly path: string;
  readonly state: TrainingState;
  /** Trainable variables. */
  readonly weights: StoredTensors;
  /** Slots of the optimizer. */
  readonly optimizer: StoredTensors;
  /** Recurrent state under `state/<name>`, and the last row of the unroll. */
  readonly acting: StoredTensors;
}

/** What {@link writeCheckpoint} writes. */
export interface CheckpointContent {
  readonly state: Omit<TrainingState, 'format'>;
  readonly variables: ReadonlyMap<string, tf.Variable>;
  readonly slots: ReadonlyMap<string, tf.Variable>;
  readonly acting: StoredTensors;
}

/** Writes a checkpoint under its number of frames; it appears whole or not at all. */
export async function writeCheckpoint(run: RunFolder, content: CheckpointContent): Promise<void> {
  const state: TrainingState = { format: FORMAT, ...content.state };
  writeFolderDurably(checkpointPath(run, state.frames), {
    [WEIGHTS]: encodeSafetensors(await download(content.variables)),
    [OPTIMIZER]: encodeSafetensors(await download(content.slots)),
    [ACTING]: encodeSafetensors(content.acting),
    [STATE]: `${JSON.stringify(state, null, 2)}\n`,
  });
}

/**
 * Reads a checkpoint.
 *
 * @throws if a file is missing or not what this version writes, naming the file and the field.
 */
export function readCheckpoint({ path }: Checkpoint): LoadedCheckpoint {
  const stateFile = join(path, STATE);
  const parsed = trainingState.safeParse(readJson(stateFile));
  if (!parsed.success) {
    throw new TrainingError(
      `${stateFile}: not a state this version reads: ${z.prettifyError(parsed.error)}`,
    );
  }
  return {
    path,
    state: parsed.data,
    weights: readTensors(path, WEIGHTS),
    optimizer: readTensors(path, OPTIMIZER),
    acting: readTensors(path, ACTING),
  };
}

/** Reads the weights alone, for evaluation. */
export function readWeights({ path }: Checkpoint): StoredTensors {
  return readTensors(path, WEIGHTS);
}

/**
 * Writes stored values into variables of the same names and shapes.
 *
 * @param source - What the values are, for the message: a path.
 * @throws if a name is missing on either side or a shape differs, and then changes nothing.
 */
export function assignStored(
  variables: ReadonlyMap<string, tf.Variable>,
  stored: StoredTensors,
  source: string,
): void {
  const unknown = [...stored.keys()].filter((name) => !variables.has(name));
  if (unknown.length > 0) {
    throw new TrainingError(
      `${source}: holds '${unknown[0]!}', which this agent does not have. ${MEND}`,
    );
  }
  for (const [name, variable] of variables) {
    const got = stored.get(name)?.shape.join(', ');
    const expected = variable.shape.join(', ');
    if (got !== expected) {
      const came = got === undefined ? 'nothing under that name' : `[${got}]`;
      throw new TrainingError(
        `${source}: '${name}': expected shape [${expected}], got ${came}. ${MEND}`,
      );
    }
  }
  tf.tidy(() => {
    for (const [name, variable] of variables) variable.assign(toTensor(stored.get(name)!));
  });
}

const MEND = 'Use the configuration the checkpoint was written with.';

/** A stored tensor on the current backend; the caller disposes it. */
export function toTensor({ data, shape, dtype }: StoredTensor): tf.Tensor {
  return tf.tensor(data, [...shape], dtype === 'F32' ? 'float32' : 'int32');
}

/** Tensors by name in host memory; float32 only. */
export async function download(
  tensors: ReadonlyMap<string, tf.Tensor>,
): Promise<Map<string, StoredTensor>> {
  const stored = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) {
    const data = await tensor.data<'float32'>();
    stored.set(name, { dtype: 'F32', shape: [...tensor.shape], data });
  }
  return stored;
}

function readJson(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TrainingError(`${file}: expected JSON, got ${JSON.stringify(text.slice(0, 80))}.`, {
      cause,
    });
  }
}

function readTensors(path: string, file: string): StoredTensors {
  const full = join(path, file);
  return decodeSafetensors(readFileSync(full), full).tensors;
}
