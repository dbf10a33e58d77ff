import type { Env, Info, ResetOptions, StepResult } from '../env.js';
import { EnvError, StateError } from '../errors.js';
import { Box, createArray } from '../spaces/index.js';
import type { Bound, Dtype, Space, TypedArrays } from '../spaces/index.js';
import { fromBase64, toBase64 } from '../state/index.js';
import { Wrapper } from './wrapper.js';

/** Settings of {@link FrameStack}. */
export interface FrameStackOptions {
  /** Observations shown together, a whole number from 1. */
  readonly size: number;
  /**
   * What stands for observations before the first of an episode: that first one again (`reset`, the
   * default) or zeros (`zero`).
   */
  readonly padding?: 'reset' | 'zero';
}

/**
 * The last observations together, oldest first, after Gymnasium's `FrameStackObservation`: a
 * `Box` of `[size, ...shape]`. The result lives in a reused buffer.
 */
export class FrameStack<D extends Dtype = Dtype, Action = unknown> extends Wrapper<
  TypedArrays[D],
  Action
> {
  protected readonly stateKind = 'FrameStack/1';
  readonly #space: Box<D>;
  readonly #stack: TypedArrays[D];
  /** Numbers of one observation. */
  readonly #frameSize: number;
  readonly #padsWithZeros: boolean;

  /** @throws {@link EnvError} if observations do not lie in a `Box`, or an option is out of range. */
  constructor(env: Env<TypedArrays[D], Action>, { size, padding = 'reset' }: FrameStackOptions) {
    super(env);
    requireOptions(size, padding);
    const frame = boxOf<D>(env.observationSpace);
    this.#space = stackedSpace(frame, size);
    this.#stack = createArray(frame.dtype, this.#space.size);
    this.#frameSize = frame.size;
    this.#padsWithZeros = padding === 'zero';
  }

  override get observationSpace(): Space<TypedArrays[D]> {
    return this.#space;
  }

  override reset(options?: ResetOptions): [observation: TypedArrays[D], info: Info] {
    const [observation, info] = this.env.reset(options);
    this.#stack.fill(0);
    const firstFilled = this.#padsWithZeros ? this.#stack.length - this.#frameSize : 0;
    for (let at = firstFilled; at < this.#stack.length; at += this.#frameSize) {
      this.#stack.set(observation, at);
    }
    return [this.#stack, info];
  }

  override step(action: Action): StepResult<TypedArrays[D]> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    this.#stack.copyWithin(0, this.#frameSize);
    this.#stack.set(observation, this.#stack.length - this.#frameSize);
    return [this.#stack, reward, terminated, truncated, info];
  }

  protected override observe(): TypedArrays[D] {
    return this.#stack;
  }

  /** The bytes of the stack, as base64. */
  protected saveOwnState(): string {
    return toBase64(bytesOf(this.#stack));
  }

  protected loadOwnState(value: unknown): void {
    const bytes = fromBase64(value as string); // 'FrameStack/1' vouches for it
    if (bytes.length !== this.#stack.byteLength) {
      throw new StateError(
        `FrameStack: expected a state of ${this.#stack.byteLength} bytes, got ${bytes.length}. ` +
          'A state fits only a stack of the same size.',
      );
    }
    bytesOf(this.#stack).set(bytes);
  }
}

function requireOptions(size: number, padding: string): void {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new EnvError(`FrameStack: size must be a whole number above 0, got ${size}.`);
  }
  if (padding === 'reset' || padding === 'zero') return;
  throw new EnvError(`FrameStack: padding must be 'reset' or 'zero', got '${padding}'.`);
}

function boxOf<D extends Dtype>(space: Space<unknown>): Box<D> {
  if (space instanceof Box) return space as Box<D>; // instanceof forgets D
  throw new EnvError(`FrameStack: observations must lie in a Box, got ${space.toString()}.`);
}

function stackedSpace<D extends Dtype>(frame: Box<D>, size: number): Box<D> {
  return new Box({
    low: repeated(frame.low, size),
    high: repeated(frame.high, size),
    shape: [size, ...frame.shape],
    dtype: frame.dtype,
  });
}

function repeated(bound: Bound, times: number): Bound {
  if (typeof bound === 'number') return bound;
  const all = new Float64Array(bound.length * times);
  for (let i = 0; i < times; i++) all.set(bound, i * bound.length);
  return all;
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArrays[Dtype]): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
