import * as tf from '@tensorflow/tfjs';
import { Random } from '@rl-tools/env';
import type { SyncVectorEnv } from '@rl-tools/env';
import type { Agent, Step } from './agent.js';
import { advantagesAndReturns } from './advantages.js';
import { sampleActions } from './sampleActions.js';

/** T steps of B environments, all an update needs; time first. Who gets it disposes it. */
export type Rollout = {
  /** `[T, B, …]` float32. */
  observations: tf.Tensor;
  /** `[T, B]` float32: 1 where the observation is the first of its episode. */
  episodeStarts: tf.Tensor2D;
  /** `[T, B]` int32. */
  actions: tf.Tensor2D;
  /** `[T, B]` float32: log-probability of the action when it was taken. */
  logProbabilities: tf.Tensor2D;
  /** `[T, B]` float32: generalised advantage estimates. */
  advantages: tf.Tensor2D;
  /** `[T, B]` float32: what the value is to become. */
  returns: tf.Tensor2D;
  /** Recurrent state before the first observation, `[B, …]` each. */
  firstState: tf.Tensor2D[];
};

/** How {@link Rollouts} plays. */
export interface RolloutOptions {
  readonly envs: SyncVectorEnv;
  /** T, agent steps per rollout. */
  readonly steps: number;
  readonly seed: number;
  /** γ. */
  readonly discount: number;
  /** λ of the advantages; 1: plain n-step returns. */
  readonly lambda: number;
  /**
   * Factor on rewards for learning, 1 if left out; what is shown is not scaled. Returns far above 1 make
   * the value's error drive everything that policy and value share.
   */
  readonly rewardScale?: number;
}

/** Mean return of how many episodes is shown. */
const RETURN_WINDOW = 100;

/** Plays the environments and keeps what the agent needs between rollouts: its recurrent state. */
export class Rollouts {
  /** Returns of the latest episodes, at most {@link RETURN_WINDOW}. */
  readonly recentReturns: number[] = [];
  readonly #options: RolloutOptions;
  readonly #random: Random;
  readonly #scores: Float64Array;
  #state: tf.Tensor2D[];

  constructor(agent: Pick<Agent, 'initialState'>, options: RolloutOptions) {
    const { envs, seed } = options;
    this.#options = options;
    this.#random = new Random(seed);
    this.#scores = new Float64Array(envs.numEnvs);
    this.#state = agent.initialState(envs.numEnvs);
    envs.reset({ seeds: Array.from({ length: envs.numEnvs }, (_, row) => 1000 * seed + row) });
  }

  /** Mean return of the latest episodes; NaN before the first has ended. */
  get meanReturn(): number {
    return this.recentReturns.reduce((sum, value) => sum + value, 0) / this.recentReturns.length;
  }

  /** Takes T steps. The state goes on from the last rollout: episodes are longer than T. */
  collect(step: Step): Rollout {
    const { envs, steps } = this.#options;
    const firstState = this.#state.map((tensor) => tf.clone(tensor));
    const rows = Array.from({ length: steps }, () => this.#step(step));
    const last = this.#decide(step); // its value stands for all that comes after the rollout
    tf.dispose(last.state);
    const [size, batch] = [envs.singleObservationSpace.shape, envs.numEnvs];
    const flat = (pick: (row: (typeof rows)[number]) => ArrayLike<number>): Float32Array =>
      Float32Array.from(rows.flatMap((row) => Array.from(pick(row))));
    const plane = (values: Float32Array | Int32Array): tf.Tensor2D =>
      tf.tensor2d(values, [steps, batch]);
    const targets = advantagesAndReturns({ ...this.#options, rows, lastValues: last.values });
    return {
      observations: tf.tensor(
        flat((row) => row.observations),
        [steps, batch, ...size],
      ),
      episodeStarts: plane(flat((row) => row.starts)),
      actions: plane(Int32Array.from(flat((row) => row.actions))),
      logProbabilities: plane(flat((row) => row.logProbabilities)),
      advantages: plane(targets.advantages),
      returns: plane(targets.returns),
      firstState,
    };
  }

  #step(step: Step) {
    const { envs, rewardScale = 1 } = this.#options;
    const [observations, starts] = [
      Float32Array.from(envs.observations),
      envs.episodeStarts.slice(),
    ];
    const { state, ...decision } = this.#decide(step);
    tf.dispose(this.#state);
    this.#state = state;
    const { rewards, terminated, truncated } = envs.step(decision.actions);
    const ends = terminated.map((end, row) => end || truncated[row]!);
    this.#count(rewards, ends);
    return {
      observations,
      starts,
      ...decision,
      rewards: rewards.map((r) => r * rewardScale),
      ends,
    };
  }

  /** What the agent does with the current observations; its state is the caller's to dispose. */
  #decide(step: Step) {
    const { envs } = this.#options;
    const shape = [envs.numEnvs, ...envs.singleObservationSpace.shape];
    const { read, state } = tf.tidy(() => {
      const observations = tf.tensor(Float32Array.from(envs.observations), shape);
      const starts = tf.tensor2d(Float32Array.from(envs.episodeStarts), [envs.numEnvs, 1]);
      const { outputs, state } = step(observations, starts, this.#state);
      return { read: tf.concat([outputs.logits, outputs.value], 1), state };
    });
    const choice = sampleActions(read.dataSync() as Float32Array, envs.numEnvs, this.#random);
    read.dispose();
    return { ...choice, state };
  }

  #count(rewards: Float64Array, ends: Uint8Array): void {
    ends.forEach((end, row) => {
      this.#scores[row]! += rewards[row]!;
      if (!end) return;
      this.recentReturns.push(this.#scores[row]!);
      if (this.recentReturns.length > RETURN_WINDOW) this.recentReturns.shift();
      this.#scores[row] = 0;
    });
  }
}
