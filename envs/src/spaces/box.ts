import { SpaceError } from '../errors.js';
import { Random } from '../random/index.js';
import { boundAt, formatBound, toBound } from './bounds.js';
import type { Bound } from './bounds.js';
import { createArray, DTYPES, dtypeFacts, isDtype } from './dtype.js';
import type { Dtype, TypedArrays } from './dtype.js';
import { formatShape, sizeOf } from './shape.js';
import type { Space } from './space.js';

/** What a {@link Box} is made of. */
export interface BoxOptions<D extends Dtype> {
  /** Least value: one for all elements or one for each, row-major; −∞ only with float32. */
  readonly low: number | ArrayLike<number>;
  /** Greatest value, itself included; +∞ only with float32. */
  readonly high: number | ArrayLike<number>;
  /** Extents, e.g. `[height, width, 3]`. A value is one flat typed array in row-major order. */
  readonly shape: readonly number[];
  /** `float32` if left out, as in Gymnasium. */
  readonly dtype?: D;
}

/**
 * An n-dimensional array of numbers between two bounds, after Gymnasium's `Box`.
 *
 * Its values are flat typed arrays (row-major): `Uint8Array`, `Int32Array` or `Float32Array`.
 */
export class Box<D extends Dtype = 'float32'> implements Space<TypedArrays[D]> {
  readonly low: Bound;
  readonly high: Bound;
  readonly shape: readonly number[];
  readonly dtype: D;
  /** Number of elements: the product of `shape`. */
  readonly size: number;
  #random = new Random(0);

  /**
   * @throws {@link SpaceError} if an extent is not a positive whole number, a bound does not fit the
   *   dtype, or a lower bound is above the upper one.
   */
  constructor({ low, high, shape, dtype }: BoxOptions<D>) {
    this.dtype = dtype ?? ('float32' as D); // D is float32 where dtype was left out
    requireDtype(this.dtype);
    this.shape = [...shape];
    this.size = sizeOf(shape, 'Box');
    this.low = toBound(low, { name: 'low', dtype: this.dtype, size: this.size });
    this.high = toBound(high, { name: 'high', dtype: this.dtype, size: this.size });
    this.#requireOrder();
  }

  seed(seed: number): void {
    this.#random = new Random(seed);
  }

  /**
   * A new array whose elements are drawn independently: uniform between finite bounds (whole
   * numbers, both bounds included, unless the dtype is float32), `low + Exp(1)` or `high − Exp(1)`
   * with one finite bound, standard normal with none.
   */
  sample(): TypedArrays[D] {
    const value = createArray(this.dtype, this.size);
    for (let i = 0; i < this.size; i++) value[i] = this.#draw(i);
    return value;
  }

  /** Whether `value` is the dtype's typed array, of the right length, all elements within bounds. */
  contains(value: unknown): value is TypedArrays[D] {
    if (!dtypeFacts(this.dtype).matches(value) || value.length !== this.size) return false;
    for (let i = 0; i < this.size; i++) {
      const element = value[i]!;
      if (!(element >= boundAt(this.low, i) && element <= boundAt(this.high, i))) return false; // also NaN
    }
    return true;
  }

  equals(other: unknown): boolean {
    if (!(other instanceof Box) || other.dtype !== this.dtype) return false;
    if (other.shape.join() !== this.shape.join()) return false;
    for (let i = 0; i < this.size; i++) {
      if (boundAt(this.low, i) !== boundAt(other.low, i)) return false;
      if (boundAt(this.high, i) !== boundAt(other.high, i)) return false;
    }
    return true;
  }

  toString(): string {
    const [low, high] = [formatBound(this.low, this.dtype), formatBound(this.high, this.dtype)];
    return `Box(${low}, ${high}, ${formatShape(this.shape)}, ${this.dtype})`;
  }

  #draw(i: number): number {
    const [low, high] = [boundAt(this.low, i), boundAt(this.high, i)];
    if (!dtypeFacts(this.dtype).isFloat) return low + this.#random.integer(high - low + 1);
    if (low > -Infinity && high < Infinity) return this.#random.uniform(low, high);
    if (low > -Infinity) return low + this.#random.exponential();
    if (high < Infinity) return high - this.#random.exponential();
    return this.#random.normal();
  }

  #requireOrder(): void {
    for (let i = 0; i < this.size; i++) {
      const [low, high] = [boundAt(this.low, i), boundAt(this.high, i)];
      if (low <= high && low < Infinity && high > -Infinity) continue;
      throw new SpaceError(
        `Box: low must not be above high, low not inf and high not -inf; ` +
          `element ${i} has low ${low} and high ${high}.`,
      );
    }
  }
}

function requireDtype(dtype: string): void {
  if (isDtype(dtype)) return;
  throw new SpaceError(`Box: dtype must be one of ${DTYPES}, got '${dtype}'.`);
}
