import {
  assertAction,
  Box,
  decodeState,
  Discrete,
  encodeState,
  EnvError,
  Random,
  ResetNeededError,
  StateError,
} from '../src/index.js';
import type {
  EnvOptions,
  Frame,
  Info,
  RandomState,
  ResetOptions,
  StatefulEnv,
  StepResult,
} from '../src/index.js';

const [HEIGHT, WIDTH] = [20, 20];

/** Colours of whole pictures: one per cue, while the agent waits, and when it is asked. */
const CUES = [
  [255, 0, 0],
  [0, 0, 255],
] as const;
const NOTHING = [0, 0, 0] as const;
const ASK = [0, 255, 0] as const;

/** The action until the agent is asked. */
const WAITING = 0;

/** Agent steps from the cue to the choice, where nothing else is asked for. */
const DELAYS: readonly number[] = [2, 6, 12];

const STATE_KIND = 'RlTools/Memory-v0/1';

type OwnState = {
  readonly cue: number;
  readonly delay: number;
  readonly step: number;
  readonly ended: boolean;
  readonly random: RandomState;
};

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
export class Memory implements StatefulEnv<Uint8Array, number> {
  readonly observationSpace = new Box({
    low: 0,
    high: 255,
    shape: [HEIGHT, WIDTH, 3],
    dtype: 'uint8',
  });
  readonly actionSpace = new Discrete(3);
  readonly #delays: readonly number[];
  readonly #picture = new Uint8Array(this.observationSpace.size);
  #random = new Random(0);
  #cue = 0;
  #delay = 0;
  #step = 0;
  #ended = true;

  /**
   * @param options - `delays`: agent steps from the cue to the choice, from 1; each episode draws one.
   * @throws {@link EnvError} if an option is unknown or a delay is none.
   */
  constructor(options: EnvOptions = {}) {
    this.#delays = readDelays(options);
  }

  reset({ seed }: ResetOptions = {}): [Uint8Array, Info] {
    if (seed !== undefined) this.#random = new Random(seed);
    this.#cue = this.#random.integer(CUES.length);
    this.#delay = this.#delays[this.#random.integer(this.#delays.length)]!;
    this.#step = 0;
    this.#ended = false;
    return [this.#draw(), {}];
  }

  step(action: number): StepResult<Uint8Array> {
    assertAction(this.actionSpace, action, 'Memory.step');
    if (this.#ended) {
      throw new ResetNeededError('Memory.step: no episode is running. Call reset() first.');
    }
    const asked = this.#step === this.#delay;
    const right = action === (asked ? this.#cue + 1 : WAITING);
    this.#step++;
    this.#ended = asked || !right;
    return [this.#draw(), right ? Number(asked) : -1, this.#ended, false, {}];
  }

  render(): Frame {
    return { width: WIDTH, height: HEIGHT, data: this.#draw().slice() };
  }

  close(): void {
    // holds nothing
  }

  saveState(): Uint8Array {
    const value: OwnState = {
      cue: this.#cue,
      delay: this.#delay,
      step: this.#step,
      ended: this.#ended,
      random: this.#random.getState(),
    };
    return encodeState({ kind: STATE_KIND, value });
  }

  loadState(bytes: Uint8Array): Uint8Array {
    const { value } = decodeState(bytes, STATE_KIND);
    if (!isOwnState(value)) {
      throw new StateError('Memory.loadState: expected what saveState returned.');
    }
    this.#random.setState(value.random); // first: it may refuse
    this.#cue = value.cue;
    this.#delay = value.delay;
    this.#step = value.step;
    this.#ended = value.ended;
    return this.#draw();
  }

  #draw(): Uint8Array {
    const colour = this.#step === 0 ? CUES[this.#cue]! : this.#step === this.#delay ? ASK : NOTHING;
    for (let i = 0; i < this.#picture.length; i += 3) this.#picture.set(colour, i);
    return this.#picture;
  }
}

function readDelays({ delays = DELAYS, ...others }: EnvOptions): readonly number[] {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new EnvError(`Memory: there is no option '${unknown}'. Known: delays.`);
  }
  const legal = Array.isArray(delays) && delays.length > 0;
  if (legal && delays.every((delay) => Number.isSafeInteger(delay) && Number(delay) >= 1)) {
    return [...(delays as readonly number[])];
  }
  throw new EnvError(`Memory: delays must be whole numbers from 1, got ${JSON.stringify(delays)}.`);
}

function isOwnState(value: unknown): value is OwnState {
  if (typeof value !== 'object' || value === null) return false;
  const { cue, delay, step, ended, random } = value as Partial<OwnState>;
  return (
    (cue === 0 || cue === 1) &&
    Number.isSafeInteger(delay) &&
    Number.isSafeInteger(step) &&
    typeof ended === 'boolean' &&
    Array.isArray(random)
  );
}
