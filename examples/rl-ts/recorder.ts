import * as tf from '@tensorflow/tfjs';
import type { Env } from '@rl-tools/env';
import type { Environment, Space } from 'rl-ts';

/** A finished episode. */
export interface Episode {
  /** Agent steps taken so far. */
  readonly step: number;
  readonly return: number;
}

/** What a {@link Recorder} is made of. */
export interface RecorderOptions {
  readonly env: Env<Float32Array, number>;
  /** Numbers of an observation. */
  readonly inputs: number;
  readonly actionSpace: Space;
  readonly seed: number;
  /** Steps per rollout, a multiple of `unroll`. */
  readonly steps: number;
  /** T: a rollout is cut into sequences of so many steps. */
  readonly unroll: number;
}

/** One of our environments as rl-ts wants it, which notes what an agent sees. */
export class Recorder implements Environment<Float32Array> {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly episodes: Episode[] = [];
  readonly #options: RecorderOptions;
  /** What the agent saw in the current rollout, in order. */
  #seen: Float32Array[] = [];
  #starts: number[] = [];
  #current = new Float32Array();
  #isStart = true;
  #steps = 0;
  #score = 0;
  #seed: number | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#seed = options.seed;
    this.observationSpace = { shape: [options.inputs] };
    this.actionSpace = options.actionSpace;
  }

  reset(): Float32Array {
    const [observation] = this.#options.env.reset({ seed: this.#seed });
    this.#seed = undefined; // from now on the environment's own generator goes on
    [this.#isStart, this.#score] = [true, 0];
    this.#current = observation.slice();
    return this.#current;
  }

  step(action: { get(index: number): number }) {
    this.#note();
    const [seen, reward, terminated, truncated] = this.#options.env.step(action.get(0));
    this.#current = seen.slice();
    this.#isStart = false;
    this.#steps++;
    this.#score += reward;
    const done = terminated || truncated;
    if (done) this.episodes.push({ step: this.#steps, return: this.#score });
    return { observation: this.#current, reward, done };
  }

  /** The latest rollout as `[T, B, …]`: column b is its b-th stretch of T steps. */
  sequences(): { observations: tf.Tensor3D; episodeStarts: tf.Tensor2D } {
    const { unroll, steps, inputs } = this.#options;
    const batch = steps / unroll;
    return tf.tidy(() => {
      const flat = Float32Array.from(this.#seen.flatMap((row) => Array.from(row)));
      const observations = tf.tensor3d(flat, [batch, unroll, inputs]);
      const starts = tf.tensor2d(this.#starts, [batch, unroll], 'float32');
      return {
        observations: tf.transpose(observations, [1, 0, 2]),
        episodeStarts: tf.transpose(starts),
      };
    });
  }

  #note(): void {
    if (this.#seen.length === this.#options.steps) [this.#seen, this.#starts] = [[], []];
    this.#seen.push(this.#current);
    this.#starts.push(Number(this.#isStart));
  }
}
