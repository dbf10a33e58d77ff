import {
  assertAction,
  Box,
  decodeState,
  Discrete,
  encodeState,
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
import { Canvas } from './canvas.js';
import { readOptions } from './readOptions.js';
import { readResetBounds } from './resetBounds.js';
import { cosine, sine } from './trigonometry.js';

/** Figures of Gymnasium 1.4's `MountainCarEnv`; lengths and times have no units there. */
const MIN_POSITION = -1.2;
const MAX_POSITION = 0.6;
const MAX_SPEED = 0.07;
const GOAL = 0.5;
const FORCE = 0.001;
const GRAVITY = 0.0025;

const STATE_KIND = 'MountainCar-v0/1';
const DEFAULTS = { goalVelocity: 0 };

/** Position along the valley and velocity per step. */
export type MountainCarState = readonly [position: number, velocity: number];

type OwnState = {
  readonly state: MountainCarState;
  readonly arrived: boolean;
  readonly random: RandomState;
};

/**
 * A car too weak for its hill: pushed left (0), not at all (1) or right (2), it has to swing up to
 * reach the flag. The reward is −1 per step; the episode ends at the flag.
 *
 * Equal step by step to Gymnasium's `MountainCar-v0` (Moore 1990), but for the numbers that the first
 * states are drawn with.
 */
export class MountainCar implements StatefulEnv<Float32Array, number> {
  readonly observationSpace = new Box({
    low: [MIN_POSITION, -MAX_SPEED],
    high: [MAX_POSITION, MAX_SPEED],
    shape: [2],
  });
  readonly actionSpace = new Discrete(3);
  readonly #goalVelocity: number;
  readonly #observation = new Float32Array(2);
  #random = new Random(0);
  #state: MountainCarState | undefined;
  #arrived = false;

  /**
   * @param options - `goalVelocity`: least velocity at the flag, 0 if left out.
   * @throws {@link EnvError} if an option is unknown or no finite number.
   */
  constructor(options: EnvOptions = {}) {
    this.#goalVelocity = readOptions(options, DEFAULTS, 'MountainCar').goalVelocity;
  }

  /** Position and velocity in full precision; also where an episode begins, if set. */
  get state(): MountainCarState {
    if (this.#state) return this.#state;
    throw new ResetNeededError('MountainCar: there is no state yet. Call reset() first.');
  }

  set state(state: MountainCarState) {
    this.#state = state;
    this.#arrived = false;
  }

  /** @param options - `low` and `high`: bounds of the first position, −0.6 and −0.4. */
  reset({ seed, options }: ResetOptions = {}): [Float32Array, Info] {
    const bounds = readResetBounds(options, { low: -0.6, high: -0.4 }, 'MountainCar.reset');
    if (seed !== undefined) this.#random = new Random(seed);
    this.state = [this.#random.uniform(bounds.low, bounds.high), 0];
    return [this.#observe(), {}];
  }

  step(action: number): StepResult<Float32Array> {
    assertAction(this.actionSpace, action, 'MountainCar.step');
    if (this.#arrived) {
      throw new ResetNeededError('MountainCar.step: the car has arrived. Call reset() first.');
    }
    this.#state = moved(this.state, action);
    const [position, velocity] = this.#state;
    this.#arrived = position >= GOAL && velocity >= this.#goalVelocity;
    return [this.#observe(), -1, this.#arrived, false, {}];
  }

  render(): Frame {
    return draw(this.state);
  }

  close(): void {
    // holds nothing
  }

  saveState(): Uint8Array {
    const { state } = this;
    const value: OwnState = { state, arrived: this.#arrived, random: this.#random.getState() };
    return encodeState({ kind: STATE_KIND, value });
  }

  loadState(bytes: Uint8Array): Float32Array {
    const { value } = decodeState(bytes, STATE_KIND);
    if (!isOwnState(value)) {
      throw new StateError('MountainCar.loadState: expected what saveState returned.');
    }
    this.#random.setState(value.random); // first: it may refuse
    this.#state = value.state;
    this.#arrived = value.arrived;
    return this.#observe();
  }

  #observe(): Float32Array {
    this.#observation.set(this.state);
    return this.#observation;
  }
}

/** The order of operations is Gymnasium's, so that rounding is too. */
function moved([from, speed]: MountainCarState, action: number): MountainCarState {
  const pushed = speed + ((action - 1) * FORCE + cosine(3 * from) * -GRAVITY);
  const velocity = clip(pushed, -MAX_SPEED, MAX_SPEED);
  const position = clip(from + velocity, MIN_POSITION, MAX_POSITION);
  const stopped = position === MIN_POSITION && velocity < 0; // at the left wall
  return [position, stopped ? 0 : velocity];
}

function clip(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function isOwnState(value: unknown): value is OwnState {
  if (typeof value !== 'object' || value === null) return false;
  const { state, arrived, random } = value as Readonly<Record<string, unknown>>;
  return (
    Array.isArray(state) &&
    state.length === 2 &&
    state.every(Number.isFinite) &&
    typeof arrived === 'boolean' &&
    Array.isArray(random)
  );
}

/** The valley, 1.8 across 600 pixels, with car and flag, as Gymnasium draws it. */
function draw([position]: MountainCarState): Frame {
  const canvas = new Canvas(600, 400);
  const scale = canvas.width / (MAX_POSITION - MIN_POSITION);
  const onHill = (x: number) => ({
    x: (x - MIN_POSITION) * scale,
    y: (sine(3 * x) * 0.45 + 0.55) * scale,
  });
  canvas.clear([255, 255, 255]);
  const segments = 100;
  const at = (i: number) => onHill(MIN_POSITION + (i / segments) * (MAX_POSITION - MIN_POSITION));
  for (let i = 0; i < segments; i++) canvas.line([at(i), at(i + 1)], 1, [0, 0, 0]);
  const foot = onHill(GOAL);
  const top = { x: foot.x, y: foot.y + 50 };
  canvas.line([foot, top], 1, [0, 0, 0]);
  canvas.rectangle({ x: top.x + 12, y: top.y - 5 }, { x: 24, y: 10 }, [204, 204, 0]);
  const car = onHill(position);
  canvas.rectangle({ x: car.x, y: car.y + 20 }, { x: 40, y: 20 }, [0, 0, 0]);
  for (const side of [-10, 10]) {
    canvas.disc({ x: car.x + side, y: car.y + 8 }, 8, [128, 128, 128]);
  }
  return canvas;
}
