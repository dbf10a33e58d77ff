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

/** SI units and figures of Gymnasium 1.4's `CartPoleEnv`. */
const GRAVITY = 9.8;
const CART_MASS = 1.0;
const POLE_MASS = 0.1;
const TOTAL_MASS = POLE_MASS + CART_MASS;
/** Half the pole's length. */
const HALF_LENGTH = 0.5;
const POLE_MASS_LENGTH = POLE_MASS * HALF_LENGTH;
const FORCE = 10.0;
const STEP_SECONDS = 0.02;
/** 12°, in radians. */
const MAX_ANGLE = (12 * 2 * Math.PI) / 360;
const MAX_POSITION = 2.4;

const STATE_KIND = 'CartPole-v1/1';
const DEFAULTS = { suttonBartoReward: false };

/** Position, speed, angle from upright and its rate: m, m/s, rad, rad/s. */
export type CartPoleState = readonly [number, number, number, number];

type OwnState = {
  readonly state: CartPoleState;
  readonly fallen: boolean;
  readonly random: RandomState;
};

/**
 * A pole on a cart that is pushed left (0) or right (1); the task is to keep it upright. The reward is
 * 1 per step, the one in which it falls included; the episode ends beyond 12° or 2.4 m.
 *
 * Equal step by step to Gymnasium's `CartPole-v1` (Barto, Sutton and Anderson 1983), but for the
 * numbers that the first states are drawn with.
 */
export class CartPole implements StatefulEnv<Float32Array, number> {
  readonly observationSpace = new Box({
    low: [-MAX_POSITION * 2, -Infinity, -MAX_ANGLE * 2, -Infinity],
    high: [MAX_POSITION * 2, Infinity, MAX_ANGLE * 2, Infinity],
    shape: [4],
  });
  readonly actionSpace = new Discrete(2);
  readonly #suttonBartoReward: boolean;
  readonly #observation = new Float32Array(4);
  #random = new Random(0);
  #state: CartPoleState | undefined;
  #fallen = false;

  /**
   * @param options - `suttonBartoReward`: 0 per step and −1 for the fall, as in the first paper.
   * @throws {@link EnvError} if an option is unknown or no boolean.
   */
  constructor(options: EnvOptions = {}) {
    this.#suttonBartoReward = readOptions(options, DEFAULTS, 'CartPole').suttonBartoReward;
  }

  /** Position, speed, angle and its rate in full precision; also where an episode begins, if set. */
  get state(): CartPoleState {
    if (this.#state) return this.#state;
    throw new ResetNeededError('CartPole: there is no state yet. Call reset() first.');
  }

  set state(state: CartPoleState) {
    this.#state = state;
    this.#fallen = false;
  }

  /** @param options - `low` and `high`: bounds of the four numbers of the first state, ±0.05. */
  reset({ seed, options }: ResetOptions = {}): [Float32Array, Info] {
    const bounds = readResetBounds(options, { low: -0.05, high: 0.05 }, 'CartPole.reset');
    if (seed !== undefined) this.#random = new Random(seed);
    const draw = () => this.#random.uniform(bounds.low, bounds.high);
    this.state = [draw(), draw(), draw(), draw()];
    return [this.#observe(), {}];
  }

  step(action: number): StepResult<Float32Array> {
    assertAction(this.actionSpace, action, 'CartPole.step');
    if (this.#fallen) {
      throw new ResetNeededError('CartPole.step: the pole has fallen. Call reset() first.');
    }
    this.#state = moved(this.state, action === 1 ? FORCE : -FORCE);
    const [position, , angle] = this.#state;
    this.#fallen = Math.abs(position) > MAX_POSITION || Math.abs(angle) > MAX_ANGLE;
    return [this.#observe(), this.#reward(), this.#fallen, false, {}];
  }

  render(): Frame {
    return draw(this.state);
  }

  close(): void {
    // holds nothing
  }

  saveState(): Uint8Array {
    const { state } = this;
    const value: OwnState = { state, fallen: this.#fallen, random: this.#random.getState() };
    return encodeState({ kind: STATE_KIND, value });
  }

  loadState(bytes: Uint8Array): Float32Array {
    const { value } = decodeState(bytes, STATE_KIND);
    if (!isOwnState(value)) {
      throw new StateError('CartPole.loadState: expected what saveState returned.');
    }
    this.#random.setState(value.random); // first: it may refuse
    this.#state = value.state;
    this.#fallen = value.fallen;
    return this.#observe();
  }

  #observe(): Float32Array {
    this.#observation.set(this.state);
    return this.#observation;
  }

  #reward(): number {
    if (!this.#suttonBartoReward) return 1;
    return this.#fallen ? -1 : 0;
  }
}

/** One Euler step of the equations of Florian 2007, "Correct equations for the dynamics of the cart-pole system". */
function moved([x, speed, angle, rate]: CartPoleState, force: number): CartPoleState {
  const [cos, sin] = [cosine(angle), sine(angle)];
  // The order of operations is Gymnasium's, so that rounding is too.
  const push = (force + POLE_MASS_LENGTH * (rate * rate) * sin) / TOTAL_MASS;
  const turn =
    (GRAVITY * sin - cos * push) /
    (HALF_LENGTH * (4.0 / 3.0 - (POLE_MASS * (cos * cos)) / TOTAL_MASS));
  const acceleration = push - (POLE_MASS_LENGTH * turn * cos) / TOTAL_MASS;
  return [
    x + STEP_SECONDS * speed,
    speed + STEP_SECONDS * acceleration,
    angle + STEP_SECONDS * rate,
    rate + STEP_SECONDS * turn,
  ];
}

function isOwnState(value: unknown): value is OwnState {
  if (typeof value !== 'object' || value === null) return false;
  const { state, fallen, random } = value as Readonly<Record<string, unknown>>;
  return (
    Array.isArray(state) &&
    state.length === 4 &&
    state.every(Number.isFinite) &&
    typeof fallen === 'boolean' &&
    Array.isArray(random)
  );
}

/** The cart on its track, 4.8 m across 600 pixels, as Gymnasium draws it. */
function draw([x, , angle]: CartPoleState): Frame {
  const canvas = new Canvas(600, 400);
  const scale = canvas.width / (2 * MAX_POSITION);
  const cart = { x: canvas.width / 2 + x * scale, y: 100 };
  const axle = { x: cart.x, y: cart.y + 7.5 };
  const poleLength = 2 * HALF_LENGTH * scale;
  const tip = { x: axle.x + sine(angle) * poleLength, y: axle.y + cosine(angle) * poleLength };
  canvas.clear([255, 255, 255]);
  canvas.line(
    [
      { x: 0, y: 100.5 },
      { x: canvas.width, y: 100.5 },
    ],
    0.5,
    [0, 0, 0],
  );
  canvas.rectangle(cart, { x: 50, y: 30 }, [0, 0, 0]);
  canvas.line([axle, tip], 5, [202, 152, 101]);
  canvas.disc(axle, 5, [129, 132, 203]);
  return canvas;
}
