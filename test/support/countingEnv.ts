import {
  assertAction,
  Box,
  decodeState,
  Discrete,
  encodeState,
  ResetNeededError,
} from '@rl-tools/env';
import type { Info, ResetOptions, StatefulEnv, StepResult } from '@rl-tools/env';

/** What an observation of {@link CountingEnv} says. */
export interface Count {
  /** Seed of the last seeded reset; 0 before. */
  readonly seed: number;
  /** Episodes begun since the last seeded reset, the first is 0. */
  readonly episode: number;
  /** Steps taken in this episode. */
  readonly step: number;
  /** The action that led here; `null` at the start of an episode. */
  readonly action: number | null;
}

const SHAPE = [20, 20, 3];
const STATE_KIND = 'CountingEnv/1';
/** Stands for `null` in the action's byte. */
const NO_ACTION = 255;

/**
 * An environment whose every observation and reward says exactly where it belongs, so that a lost,
 * repeated or shifted one is seen. Its observation buffer is reused, as the contract allows.
 */
export class CountingEnv implements StatefulEnv<Uint8Array, number> {
  readonly observationSpace = new Box({ low: 0, high: 255, shape: SHAPE, dtype: 'uint8' });
  readonly actionSpace = new Discrete(3);
  readonly #episodeSteps: number;
  readonly #observation = new Uint8Array(this.observationSpace.size);
  #count: Count | undefined;

  constructor({ episodeSteps }: { readonly episodeSteps: number }) {
    this.#episodeSteps = episodeSteps;
  }

  reset({ seed }: ResetOptions = {}): [Uint8Array, Info] {
    const last = this.#count ?? { seed: 0, episode: -1 };
    const start =
      seed === undefined ? { ...last, episode: last.episode + 1 } : { seed, episode: 0 };
    this.#count = { ...start, step: 0, action: null };
    return [this.#write(), { count: this.#count }];
  }

  step(action: number): StepResult<Uint8Array> {
    assertAction(this.actionSpace, action, 'CountingEnv.step');
    const last = this.#count;
    if (!last || last.step >= this.#episodeSteps) {
      throw new ResetNeededError('CountingEnv.step: no episode is running. Call reset() first.');
    }
    this.#count = { ...last, step: last.step + 1, action };
    const terminated = this.#count.step >= this.#episodeSteps;
    return [this.#write(), countingReward(this.#count), terminated, false, { count: this.#count }];
  }

  render(): null {
    return null;
  }

  close(): void {
    // holds nothing
  }

  saveState(): Uint8Array {
    return encodeState({ kind: STATE_KIND, value: { ...this.#current() } });
  }

  loadState(state: Uint8Array): Uint8Array {
    this.#count = decodeState(state, STATE_KIND).value as Count; // STATE_KIND vouches for it
    return this.#write();
  }

  #write(): Uint8Array {
    writeCount(this.#observation, this.#current());
    return this.#observation;
  }

  #current(): Count {
    if (this.#count) return this.#count;
    throw new ResetNeededError('CountingEnv: there is no state yet. Call reset() first.');
  }
}

/** The reward for the action that led to `count`; exact in float32. */
export function countingReward({ episode, step, action }: Count): number {
  return 1000 * episode + step + (action ?? 0) / 4;
}

/** What an observation says; reads the first bytes of any view on one. */
export function readCount(observation: Uint8Array): Count {
  const view = new DataView(observation.buffer, observation.byteOffset, observation.byteLength);
  const action = view.getUint8(8);
  return {
    seed: view.getUint32(0, true),
    episode: view.getUint16(4, true),
    step: view.getUint16(6, true),
    action: action === NO_ACTION ? null : action,
  };
}

/** Layout, little-endian: seed uint32, episode uint16, step uint16, action uint8; the rest is 0. */
function writeCount(observation: Uint8Array, { seed, episode, step, action }: Count): void {
  const view = new DataView(observation.buffer);
  view.setUint32(0, seed, true);
  view.setUint16(4, episode, true);
  view.setUint16(6, step, true);
  view.setUint8(8, action ?? NO_ACTION);
}
