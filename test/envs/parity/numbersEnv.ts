import { Box, Discrete } from '@rl-tools/env';
import type { Env, Frame, Info, ResetOptions, StepResult } from '@rl-tools/env';

/**
 * Observes `[seed, episode, step]`; the reward is 1000 · episode + step + action / 4. The same as
 * `Numbers` in gymnasiumRows.py.
 */
export class Numbers implements Env<Int32Array, number> {
  observationSpace: Env<Int32Array, number>['observationSpace'] = new Box({
    low: 0,
    high: 65_535,
    shape: [3],
    dtype: 'int32',
  });
  actionSpace = new Discrete(3);
  readonly #episodeSteps: number;
  #seed = 0;
  #episode = -1;
  #count = 0;

  constructor(episodeSteps = 3) {
    this.#episodeSteps = episodeSteps;
  }

  reset({ seed }: ResetOptions = {}): [Int32Array, Info] {
    if (seed !== undefined) {
      this.#seed = seed;
      this.#episode = -1;
    }
    this.#episode++;
    this.#count = 0;
    return [this.observe(), { episodeNumber: this.#episode }];
  }

  step(action: number): StepResult<Int32Array> {
    this.#count++;
    const reward = 1000 * this.#episode + this.#count + action / 4;
    return [this.observe(), reward, this.#count >= this.#episodeSteps, false, this.#info()];
  }

  render(): Frame | null {
    return { width: 6, height: 4, data: new Uint8Array(4 * 6 * 3).fill(10 * this.#count) };
  }

  close(): void {
    // holds nothing
  }

  observe(): Int32Array {
    return Int32Array.of(this.#seed, this.#episode, this.#count);
  }

  #info(): Info {
    return {
      count: this.#count,
      half: this.#count / 2,
      even: this.#count % 2 === 0,
      place: { x: this.#count, name: `n${this.#count}` },
      list: Int32Array.of(this.#count, this.#episode),
      ...(this.#count === 2 ? { second: true } : {}),
    };
  }
}

/** Pictures by a rule: value i of step t is (7 i + 13 t + i²) mod 256. The same as `Pictures` in Python. */
export class Pictures implements Env<Uint8Array, number> {
  readonly observationSpace: Box<'uint8'>;
  readonly actionSpace = new Discrete(2);
  #count = 0;

  constructor(shape: readonly number[]) {
    this.observationSpace = new Box({ low: 0, high: 255, shape, dtype: 'uint8' });
  }

  reset(): [Uint8Array, Info] {
    this.#count = 0;
    return [this.#picture(), {}];
  }

  step(): StepResult<Uint8Array> {
    this.#count++;
    return [this.#picture(), 0, false, false, {}];
  }

  render(): null {
    return null;
  }

  close(): void {
    // holds nothing
  }

  #picture(): Uint8Array {
    const { size } = this.observationSpace;
    return Uint8Array.from({ length: size }, (_, i) => (i * 7 + this.#count * 13 + i * i) % 256);
  }
}
