import { Random } from '../random/index.js';
import { formatShape, sizeOf } from './shape.js';
import type { Space } from './space.js';

/**
 * An array of zeros and ones, after Gymnasium's `MultiBinary`.
 *
 * Its values are flat `Uint8Array`s (row-major); Gymnasium's are int8.
 */
export class MultiBinary implements Space<Uint8Array> {
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  readonly #given: number | readonly number[];
  #random = new Random(0);

  /**
   * @param shape - A length or the extents.
   * @throws {@link SpaceError} if one is not a whole number above 0.
   */
  constructor(shape: number | readonly number[]) {
    this.#given = shape;
    this.shape = typeof shape === 'number' ? [shape] : [...shape];
    this.size = sizeOf(this.shape, 'MultiBinary');
  }

  seed(seed: number): void {
    this.#random = new Random(seed);
  }

  /** A new array whose elements are drawn independently, 0 and 1 equally likely. */
  sample(): Uint8Array {
    return Uint8Array.from({ length: this.size }, () => this.#random.integer(2));
  }

  contains(value: unknown): value is Uint8Array {
    if (!(value instanceof Uint8Array) || value.length !== this.size) return false;
    return value.every((element) => element <= 1);
  }

  equals(other: unknown): boolean {
    return other instanceof MultiBinary && other.shape.join() === this.shape.join();
  }

  toString(): string {
    const given = this.#given;
    return `MultiBinary(${typeof given === 'number' ? given : formatShape(given)})`;
  }
}
