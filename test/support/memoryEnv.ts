import { Box, Discrete, Random } from '@rl-tools/env';
import type { Env, Info, ResetOptions, StepResult } from '@rl-tools/env';

const SHAPE = [20, 20, 3];

/** Colours of whole pictures: one per cue, while the agent waits, and when it is asked. */
const CUES = [
  [255, 0, 0],
  [0, 0, 255],
] as const;
const NOTHING = [0, 0, 0] as const;
const ASK = [0, 255, 0] as const;

/** The action until the agent is asked. */
const WAITING = 0;

/**
 * The shortest question about memory. The first picture of an episode shows one of two colours, the
 * next ones nothing, and the last asks: action 1 was right for the first colour, 2 for the second.
 * The right one brings 1, the wrong one and waiting −1. Until then the agent has to wait (action 0):
 * anything else ends the episode with −1. Without that rule an agent could remember by its actions,
 * which it is shown, instead of its recurrent state.
 *
 * So the best mean return is 1, and an agent that does not remember the first picture earns at most
 * 0 on average.
 */
export class MemoryEnv implements Env<Uint8Array, number> {
  readonly observationSpace = new Box({ low: 0, high: 255, shape: SHAPE, dtype: 'uint8' });
  readonly actionSpace = new Discrete(3);
  readonly #delays: readonly number[];
  readonly #picture = new Uint8Array(this.observationSpace.size);
  #random = new Random(0);
  #cue = 0;
  #delay = 0;
  #step = 0;

  /** @param delays - Agent steps from the cue to the choice; each episode draws one of them. */
  constructor({ delays }: { readonly delays: readonly number[] }) {
    this.#delays = delays;
  }

  reset({ seed }: ResetOptions = {}): [Uint8Array, Info] {
    if (seed !== undefined) this.#random = new Random(seed);
    this.#cue = this.#random.integer(CUES.length);
    this.#delay = this.#delays[this.#random.integer(this.#delays.length)]!;
    this.#step = 0;
    return [this.#draw(), {}];
  }

  step(action: number): StepResult<Uint8Array> {
    const asked = this.#step === this.#delay;
    const right = action === (asked ? this.#cue + 1 : WAITING);
    this.#step++;
    const reward = right ? Number(asked) : -1;
    return [this.#draw(), reward, asked || !right, false, {}];
  }

  render(): null {
    return null;
  }

  close(): void {
    // holds nothing
  }

  #draw(): Uint8Array {
    const colour = this.#step === 0 ? CUES[this.#cue]! : this.#step === this.#delay ? ASK : NOTHING;
    for (let i = 0; i < this.#picture.length; i += 3) this.#picture.set(colour, i);
    return this.#picture;
  }
}
