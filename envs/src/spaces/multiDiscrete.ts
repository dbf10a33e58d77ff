import { SpaceError } from '../errors.js';
import { Random } from '../random/index.js';
import { formatIntegers, sizeOf } from './shape.js';
import type { Space } from './space.js';

/** Largest and smallest element that a value's `Int32Array` can hold. */
const [INT32_MIN, INT32_MAX] = [-(2 ** 31), 2 ** 31 - 1];

/** What a {@link MultiDiscrete} may be told beside its counts. */
export interface MultiDiscreteOptions {
  /** Smallest value of each element, row-major; all 0 if left out. */
  readonly start?: readonly number[];
  /** Extents; one axis as long as the counts if left out. */
  readonly shape?: readonly number[];
}

/**
 * Several choices at once, each among its own finitely many whole numbers, after Gymnasium's
 * `MultiDiscrete`. Element i lies in `start[i]` … `start[i] + counts[i] − 1`.
 *
 * Its values are flat `Int32Array`s (row-major).
 */
export class MultiDiscrete implements Space<Int32Array> {
  /** How many values each element has; Gymnasium's `nvec`. */
  readonly counts: readonly number[];
  readonly start: readonly number[];
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  #random = new Random(0);

  /** @throws {@link SpaceError} if a count is not a whole number above 0, or a value is beyond int32. */
  constructor(counts: readonly number[], { start, shape }: MultiDiscreteOptions = {}) {
    this.counts = [...counts];
    this.start = start ? [...start] : counts.map(() => 0);
    this.shape = shape ? [...shape] : [counts.length];
    this.size = sizeOf(this.shape, 'MultiDiscrete');
    this.#requireLengths();
    this.counts.forEach((count, i) => {
      requireRange(i, count, this.start[i]!);
    });
  }

  seed(seed: number): void {
    this.#random = new Random(seed);
  }

  /** A new array whose elements are drawn independently, all values of each equally likely. */
  sample(): Int32Array {
    return Int32Array.from(this.counts, (count, i) => this.start[i]! + this.#random.integer(count));
  }

  contains(value: unknown): value is Int32Array {
    if (!(value instanceof Int32Array) || value.length !== this.size) return false;
    for (let i = 0; i < this.size; i++) {
      const offset = value[i]! - this.start[i]!;
      if (offset < 0 || offset >= this.counts[i]!) return false;
    }
    return true;
  }

  equals(other: unknown): boolean {
    return (
      other instanceof MultiDiscrete &&
      other.shape.join() === this.shape.join() &&
      other.counts.join() === this.counts.join() &&
      other.start.join() === this.start.join()
    );
  }

  toString(): string {
    const counts = formatIntegers(this.counts, this.shape);
    if (this.start.every((start) => start === 0)) return `MultiDiscrete(${counts})`;
    return `MultiDiscrete(${counts}, start=${formatIntegers(this.start, this.shape)})`;
  }

  #requireLengths(): void {
    for (const [name, list] of [
      ['counts', this.counts],
      ['start', this.start],
    ] as const) {
      if (list.length === this.size) continue;
      throw new SpaceError(
        `MultiDiscrete: ${name} must have one entry per element (${this.size}), got ${list.length}. ` +
          'Give nested lists as one flat list in row-major order, with their shape beside it.',
      );
    }
  }
}

function requireRange(i: number, count: number, start: number): void {
  const whole = Number.isInteger(count) && Number.isInteger(start);
  if (whole && count > 0 && start >= INT32_MIN && start + (count - 1) <= INT32_MAX) return;
  throw new SpaceError(
    'MultiDiscrete: counts must be whole numbers above 0, and start and start + count - 1 whole ' +
      `numbers within int32; element ${i} has count ${count} and start ${start}.`,
  );
}
