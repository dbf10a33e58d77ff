import { imageTensor, tf } from '../compute/index.js';
import type { Percept, UnrollBatch } from './agent.js';
import type { EnvironmentRange, GroupObservations } from './hub/index.js';

/** Sizes of an {@link UnrollBuffer}. */
export interface UnrollShape {
  /** T, agent steps per update. */
  readonly unrollLength: number;
  /** B, environments. */
  readonly environments: number;
  /** `[H, W, C]` of one observation. */
  readonly observationShape: readonly number[];
}

/** What arrived for a range of environments: the outcome of one action and the next observation. */
export type Arrival = Omit<
  GroupObservations,
  'sequence' | 'finalObservations' | 'stepMilliseconds'
>;

/** What goes with the observations of row 0; `[B]` each. */
export interface FirstRow {
  readonly lastActions: Int32Array;
  readonly lastRewards: Float32Array;
  readonly episodeStarts: Float32Array;
}

/**
 * T steps of B environments in host memory, filled while acting and handed to the learner at once.
 *
 * Row t holds observation t with the action taken on it and the reward that action brought; row T
 * holds the observation that follows. {@link UnrollBuffer.roll} makes it row 0 of the next unroll,
 * so no transition is lost and none is used twice.
 */
export class UnrollBuffer {
  readonly shape: UnrollShape;
  /** `[T+1, B, …]` */
  readonly #observations: Uint8Array;
  /** `[T+1, B]`, −1 at the first observation of an episode */
  readonly lastActions: Int32Array;
  /** `[T+1, B]` */
  readonly lastRewards: Float32Array;
  /** `[T+1, B]` */
  readonly episodeStarts: Float32Array;
  /** `[T, B]` */
  readonly actions: Int32Array;
  /** `[T, B]`, log-probabilities of the actions under the policy that took them */
  readonly behaviourLogProbabilities: Float32Array;
  /** `[T, B]` */
  readonly rewards: Float32Array;
  /** `[T, B]` */
  readonly ends: Float32Array;
  /** `[T, B]` */
  readonly cutValues: Float32Array;
  /** `[B]`: 1 where part of the unroll is missing; its whole column does not count */
  readonly #incomplete: Uint8Array;
  readonly #observationSize: number;

  constructor(shape: UnrollShape) {
    this.shape = shape;
    const { unrollLength, environments, observationShape } = shape;
    this.#observationSize = observationShape.reduce((product, size) => product * size, 1);
    const taken = unrollLength * environments;
    const seen = taken + environments;
    this.#observations = new Uint8Array(seen * this.#observationSize);
    this.lastActions = new Int32Array(seen).fill(-1);
    this.lastRewards = new Float32Array(seen);
    this.episodeStarts = new Float32Array(seen);
    this.actions = new Int32Array(taken);
    this.behaviourLogProbabilities = new Float32Array(taken);
    this.rewards = new Float32Array(taken);
    this.ends = new Float32Array(taken);
    this.cutValues = new Float32Array(taken);
    this.#incomplete = new Uint8Array(environments);
  }

  /** Writes what arrived after the actions of row `row − 1`; row 0 only ever holds observations. */
  setArrival(row: number, { start, end }: EnvironmentRange, arrival: Arrival): void {
    const from = this.#index(row, start);
    this.#observations.set(arrival.observations, from * this.#observationSize);
    for (let i = 0; i < end - start; i++) {
      const seen = from + i;
      const broken = arrival.present[i] === 0 || arrival.restarted[i] === 1;
      if (broken) this.#incomplete[start + i] = 1;
      const isFirst = arrival.episodeStarts[i] === 1 || arrival.present[i] === 0;
      this.episodeStarts[seen] = isFirst ? 1 : 0;
      if (row > 0) this.#setOutcome(this.#index(row - 1, start + i), arrival, i);
      this.lastActions[seen] = isFirst ? -1 : this.#valueBefore(this.actions, seen, -1);
      this.lastRewards[seen] = isFirst ? 0 : this.#valueBefore(this.rewards, seen, 0);
    }
  }

  /** Writes the actions taken on the observations of `row` by a range from `start` on. */
  setActions(
    row: number,
    start: number,
    taken: { readonly actions: Int32Array; readonly logProbabilities: Float32Array },
  ): void {
    const from = this.#index(row, start);
    this.actions.set(taken.actions, from);
    this.behaviourLogProbabilities.set(taken.logProbabilities, from);
  }

  /** What an agent sees of a range of environments at `row`; the caller disposes the tensors. */
  percept(row: number, { start, end }: EnvironmentRange): Percept {
    const [from, to] = [this.#index(row, start), this.#index(row, end)];
    return {
      observations: imageTensor(this.#pictures(from, to), [
        end - start,
        ...this.shape.observationShape,
      ]) as tf.Tensor4D,
      lastActions: tf.tensor1d(this.lastActions.slice(from, to), 'int32'),
      lastRewards: tf.tensor1d(this.lastRewards.slice(from, to), 'float32'),
      episodeStarts: tf.tensor1d(this.episodeStarts.slice(from, to), 'float32'),
    };
  }

  /**
   * What an agent would see at `row` had the episodes not been reset: `finals` by row of the range
   * in place of the first observations of the next episodes; the caller disposes the tensors.
   */
  finalPercept(
    row: number,
    range: EnvironmentRange,
    finals: ReadonlyMap<number, Uint8Array>,
  ): Percept {
    const { start, end } = range;
    const before: [number, number] = [this.#index(row - 1, start), this.#index(row - 1, end)];
    const pictures = this.#pictures(this.#index(row, start), this.#index(row, end)).slice();
    for (const [i, picture] of finals) pictures.set(picture, i * this.#observationSize);
    const shape = [end - start, ...this.shape.observationShape];
    return {
      observations: imageTensor(pictures, shape) as tf.Tensor4D,
      lastActions: tf.tensor1d(this.actions.slice(...before), 'int32'),
      lastRewards: tf.tensor1d(this.rewards.slice(...before), 'float32'),
      episodeStarts: tf.zeros<tf.Rank.R1>([end - start]),
    };
  }

  /** Writes the value that stands for what a time limit cut off after the action of `row`. */
  setCutValue(row: number, environment: number, value: number): void {
    this.cutValues[this.#index(row, environment)] = value;
  }

  /** The full unroll; the caller disposes the tensors. */
  toBatch(): UnrollBatch {
    const { unrollLength, environments, observationShape } = this.shape;
    const shape: [number, number] = [unrollLength, environments];
    const rows = unrollLength * environments;
    const floats = (values: Float32Array): tf.Tensor2D =>
      tf.tensor2d(values.slice(0, rows), shape, 'float32');
    return {
      percepts: {
        observations: imageTensor(this.#pictures(0, rows), [
          ...shape,
          ...observationShape,
        ]) as tf.Tensor5D,
        lastActions: tf.tensor2d(this.lastActions.slice(0, rows), shape, 'int32'),
        lastRewards: floats(this.lastRewards),
        episodeStarts: floats(this.#startsWhereIncomplete()),
      },
      next: this.percept(unrollLength, { start: 0, end: environments }),
      actions: tf.tensor2d(this.actions.slice(), shape, 'int32'),
      rewards: floats(this.rewards),
      ends: floats(this.ends),
      cutValues: floats(this.cutValues),
      weights: floats(this.#weights()),
    };
  }

  /** Copies of what goes with the observations of row 0; see {@link restoreFirstRow}. */
  firstRow(): FirstRow {
    const { environments } = this.shape;
    return {
      lastActions: this.lastActions.slice(0, environments),
      lastRewards: this.lastRewards.slice(0, environments),
      episodeStarts: this.episodeStarts.slice(0, environments),
    };
  }

  /** Takes up what an earlier run had at row 0, except where a new episode has begun since. */
  restoreFirstRow({ lastActions, lastRewards, episodeStarts }: FirstRow): void {
    lastActions.forEach((lastAction, environment) => {
      if (this.episodeStarts[environment] === 1) return;
      this.lastActions[environment] = lastAction;
      this.lastRewards[environment] = lastRewards[environment]!;
      this.episodeStarts[environment] = episodeStarts[environment]!;
    });
  }

  /** Makes row T row 0 of the next unroll. */
  roll(): void {
    const { unrollLength, environments } = this.shape;
    const last = this.#index(unrollLength, 0);
    for (const values of [this.lastActions, this.lastRewards, this.episodeStarts]) {
      values.copyWithin(0, last, last + environments);
    }
    const size = this.#observationSize;
    this.#observations.copyWithin(0, last * size, (last + environments) * size);
    this.cutValues.fill(0);
    this.#incomplete.fill(0);
  }

  #index(row: number, environment: number): number {
    return row * this.shape.environments + environment;
  }

  #pictures(from: number, to: number): Uint8Array {
    return this.#observations.subarray(from * this.#observationSize, to * this.#observationSize);
  }

  #setOutcome(index: number, arrival: Arrival, i: number): void {
    const ended = arrival.terminated[i] === 1 || arrival.truncated[i] === 1;
    const unknown = arrival.present[i] === 0 || arrival.restarted[i] === 1;
    this.rewards[index] = arrival.rewards[i]!;
    this.ends[index] = ended || unknown ? 1 : 0;
  }

  /** The value one row earlier, where `seen` indexes a row of T+1. */
  #valueBefore(values: Int32Array | Float32Array, seen: number, none: number): number {
    const before = seen - this.shape.environments;
    return before < 0 ? none : values[before]!;
  }

  /** `[T, B]`: 0 in every column that is not whole. */
  #weights(): Float32Array {
    return Float32Array.from(this.actions, (_, i) => 1 - this.#incomplete[this.#column(i)]!);
  }

  /** A start in every row of an incomplete column, so that no auxiliary loss predicts across it. */
  #startsWhereIncomplete(): Float32Array {
    return this.episodeStarts.map((start, i) => (this.#incomplete[this.#column(i)] ? 1 : start));
  }

  #column(index: number): number {
    return index % this.shape.environments;
  }
}
