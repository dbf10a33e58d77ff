import type { Env, Info, ResetOptions, StepResult } from '@rl-tools/env';
import { CountingEnv, readCount } from '../support/countingEnv.js';

/** How an episode ends. */
export interface Ending {
  /** Agent steps. */
  readonly steps: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
}

/** Every way to end, in turn: a period of 14 steps. */
const ENDINGS: readonly Ending[] = [
  { steps: 7, terminated: true, truncated: false },
  { steps: 4, terminated: false, truncated: true },
  { steps: 3, terminated: true, truncated: true },
];

/** How the nth episode of a {@link EndingsEnv} ends. */
export function endingOf(episode: number): Ending {
  return ENDINGS[episode % ENDINGS.length]!;
}

/** A counting environment whose episodes end in every way there is. */
export class EndingsEnv implements Env<Uint8Array, number> {
  readonly #counting = new CountingEnv({ episodeSteps: 1000 });
  readonly observationSpace = this.#counting.observationSpace;
  readonly actionSpace = this.#counting.actionSpace;

  reset(options?: ResetOptions): [Uint8Array, Info] {
    return this.#counting.reset(options);
  }

  step(action: number): StepResult<Uint8Array> {
    const [observation, reward, , , info] = this.#counting.step(action);
    const { episode, step } = readCount(observation);
    const { steps, terminated, truncated } = endingOf(episode);
    const ends = step === steps;
    return [observation, reward, ends && terminated, ends && truncated, info];
  }

  render(): null {
    return null;
  }

  close(): void {
    this.#counting.close();
  }
}
