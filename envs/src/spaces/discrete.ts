import { SpaceError } from '../errors.js';
import { Random } from '../random/index.js';
import type { Space } from './space.js';

/** Largest count: what {@link Random.integer} can draw. */
const MAX_COUNT = 2 ** 32;

/** The whole numbers `start` … `start + n − 1`, after Gymnasium's `Discrete`. */
export class Discrete implements Space<number> {
  /** How many values there are. */
  readonly n: number;
  /** The smallest of them. */
  readonly start: number;
  #random = new Random(0);

  /**
   * @param n - 1 to 2³².
   * @param options - `start`: any whole number up to ±2⁵³; 0 if left out.
   * @throws {@link SpaceError} if a number is none of these.
   */
  constructor(n: number, { start = 0 }: { readonly start?: number } = {}) {
    if (!Number.isInteger(n) || n < 1 || n > MAX_COUNT) {
      throw new SpaceError(`Discrete: n must be a whole number from 1 to 2^32, got ${n}.`);
    }
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(start + (n - 1))) {
      throw new SpaceError(
        `Discrete: start and start + n - 1 must be whole numbers within 2^53, got start ${start}.`,
      );
    }
    this.n = n;
    this.start = start;
  }

  seed(seed: number): void {
    this.#random = new Random(seed);
  }

  /** All values are equally likely. */
  sample(): number {
    return this.start + this.#random.integer(this.n);
  }

  contains(value: unknown): value is number {
    if (typeof value !== 'number' || !Number.isInteger(value)) return false;
    return value >= this.start && value < this.start + this.n;
  }

  equals(other: unknown): boolean {
    return other instanceof Discrete && other.n === this.n && other.start === this.start;
  }

  toString(): string {
    return this.start === 0 ? `Discrete(${this.n})` : `Discrete(${this.n}, start=${this.start})`;
  }
}
