import { Box, Discrete, Random } from '@rl-tools/env';
import type { Env, Info, ResetOptions, StepResult } from '@rl-tools/env';

const SHAPE = [20, 20, 3];

/** Colours of whole pictures: one per cue, then the wait, then the moment of choice. */
const CUES = [
  [255, 0, 0],
  [0, 0, 255],
] as const;
const WAIT = [0, 0, 0] as const;
const CHOOSE = [0, 255, 0] as const;

/**
 * The shortest question about memory. The first picture of an episode shows one of two colours, the
 * next ones nothing, and the last asks: action 0 was right for the first colour, 1 for the second.
 * The choice brings 1 or −1, everything before it 0.
 *
 * So the best mean return is 1, and an agent that does not remember the first picture earns 0 on
 * average, whatever it does.
 */
export class MemoryEnv implements Env<Uint8Array, number> {
  readonly observationSpace = new Box({ low: 0, high: 255, shape: SHAPE, dtype: 'uint8' });
  readonly actionSpace = new Discrete(2);
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
    const chooses = this.#step === this.#delay;
    const reward = action === this.#cue ? 1 : -1;
    this.#step++;
    return [this.#draw(), chooses ? reward : 0, chooses, false, {}];
  }

  render(): null {
    return null;
  }

  close(): void {
    // holds nothing
  }

  #draw(): Uint8Array {
    const colour = this.#step === 0 ? CUES[this.#cue]! : this.#step === this.#delay ? CHOOSE : WAIT;
    for (let i = 0; i < this.#picture.length; i += 3) this.#picture.set(colour, i);
    return this.#picture;
  }
}
