import { a2cConfig, createA2cAgent } from '../../../agents/a2c/index.js';
import type { A2cConfig } from '../../../agents/a2c/index.js';
import { imageTensor, tf } from '../../../src/compute/index.js';
import type { Agent, AgentState, Percept, UnrollBatch } from '../../../src/learner/index.js';
import { randomNumbers } from '../../support/random.js';

/** The smallest picture the shallow torso takes; few units, so that every engine is quick. */
const IMAGE = [20, 20, 3] as const;
const PIXELS = IMAGE[0] * IMAGE[1] * IMAGE[2];
export const ACTIONS = 4;
export const UNITS = 6;

export function smallAgent(settings: Partial<A2cConfig> = {}, seed = 1): Agent {
  const config = a2cConfig.parse({
    embeddingSize: 8,
    lstmSize: UNITS,
    unrollLength: 5,
    ...settings,
  });
  return createA2cAgent({ config, imageShape: IMAGE, actions: ACTIONS, seed });
}

/** An unroll as plain numbers, `[T, B]` row-major; `percepts` have T + 1 rows. */
export interface UnrollNumbers {
  readonly T: number;
  readonly B: number;
  readonly pixels: number[];
  readonly lastActions: number[];
  readonly lastRewards: number[];
  readonly episodeStarts: number[];
  readonly actions: number[];
  readonly rewards: number[];
  readonly ends: number[];
  readonly cutValues: number[];
  readonly weights: number[];
  readonly hidden: number[];
  readonly cell: number[];
}

/** A random unroll whose parts fit together as those of real episodes do. */
export function randomUnroll(seed: number, T = 5, B = 3): UnrollNumbers {
  const random = randomNumbers(seed);
  // One end for sure, in the middle of sequence 0.
  const ends = random.flags(T * B, 0.2).map((end, i) => (i === B * Math.floor(T / 2) ? 1 : end));
  const actions = random.integers(T * B, ACTIONS);
  const rewards = random.normals(T * B).map((r) => 1.5 * r);
  const firstActions = random.integers(B, ACTIONS);
  const afterEnd = (row: number[], none: number): number[] =>
    row.map((value, i) => (ends[i] === 1 ? none : value));
  return {
    T,
    B,
    pixels: random.integers((T + 1) * B * PIXELS, 256),
    lastActions: [...firstActions, ...afterEnd(actions, -1)],
    lastRewards: [...random.normals(B), ...afterEnd(rewards, 0)],
    episodeStarts: [...Array<number>(B).fill(0), ...ends],
    actions,
    rewards,
    ends,
    cutValues: random.normals(T * B).map((v, i) => (ends[i] === 1 && i % 2 === 0 ? v : 0)),
    weights: Array<number>(T * B).fill(1),
    hidden: random.normals(B * UNITS),
    cell: random.normals(B * UNITS),
  };
}

/** The agent's state before row 0. */
export function stateOf({ B, hidden, cell }: UnrollNumbers): AgentState {
  return { hidden: tf.tensor2d(hidden, [B, UNITS]), cell: tf.tensor2d(cell, [B, UNITS]) };
}

/** Row t of the percepts, 0 to T. */
export function perceptAt(numbers: UnrollNumbers, t: number): Percept {
  const { B } = numbers;
  const row = (values: readonly number[]): number[] => values.slice(t * B, (t + 1) * B);
  const pixels = numbers.pixels.slice(t * B * PIXELS, (t + 1) * B * PIXELS);
  return {
    observations: imageTensor(Uint8Array.from(pixels), [B, ...IMAGE]) as tf.Tensor4D,
    lastActions: tf.tensor1d(row(numbers.lastActions), 'int32'),
    lastRewards: tf.tensor1d(row(numbers.lastRewards)),
    episodeStarts: tf.tensor1d(row(numbers.episodeStarts)),
  };
}

export function batchOf(numbers: UnrollNumbers): UnrollBatch {
  const { T, B } = numbers;
  const rows = T * B;
  const floats = (values: readonly number[]): tf.Tensor2D =>
    tf.tensor2d(values.slice(0, rows), [T, B]);
  const pixels = Uint8Array.from(numbers.pixels.slice(0, rows * PIXELS));
  return {
    percepts: {
      observations: imageTensor(pixels, [T, B, ...IMAGE]) as tf.Tensor5D,
      lastActions: tf.tensor2d(numbers.lastActions.slice(0, rows), [T, B], 'int32'),
      lastRewards: floats(numbers.lastRewards),
      episodeStarts: floats(numbers.episodeStarts),
    },
    next: perceptAt(numbers, T),
    actions: tf.tensor2d(numbers.actions, [T, B], 'int32'),
    rewards: floats(numbers.rewards),
    ends: floats(numbers.ends),
    cutValues: floats(numbers.cutValues),
    weights: floats(numbers.weights),
  };
}
