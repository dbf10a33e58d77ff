import { deriveSeed } from '../random/index.js';
import type { Space } from './space.js';
import { requireSpace } from './requireSpace.js';

/** The value that a space holds. */
export type ValueOf<S> = S extends Space<infer Value> ? Value : never;

/** What a {@link Tuple} of these spaces holds. */
export type TupleValue<Spaces extends readonly Space<unknown>[]> = {
  [Index in keyof Spaces]: ValueOf<Spaces[Index]>;
};

/** Values of several spaces in a fixed order, after Gymnasium's `Tuple`. Its values are arrays. */
export class Tuple<const Spaces extends readonly Space<unknown>[]> implements Space<
  TupleValue<Spaces>
> {
  readonly spaces: Spaces;

  /** @throws {@link SpaceError} if a part is no space. */
  constructor(spaces: Spaces) {
    spaces.forEach((space, i) => {
      requireSpace(space, `Tuple: part ${i}`);
    });
    this.spaces = spaces;
    this.seed(0);
  }

  /** Gives each part a seed of its own, derived from this one and its place. */
  seed(seed: number): void {
    this.spaces.forEach((space, i) => {
      space.seed(deriveSeed(seed, 'Tuple', i));
    });
  }

  sample(): TupleValue<Spaces> {
    return this.spaces.map((space) => space.sample()) as TupleValue<Spaces>; // one of each, in order
  }

  contains(value: unknown): value is TupleValue<Spaces> {
    if (!Array.isArray(value) || value.length !== this.spaces.length) return false;
    return this.spaces.every((space, i) => space.contains(value[i]));
  }

  equals(other: unknown): boolean {
    if (!(other instanceof Tuple)) return false;
    const others = other.spaces as readonly unknown[]; // instanceof forgets their types
    if (others.length !== this.spaces.length) return false;
    return this.spaces.every((space, i) => space.equals(others[i]));
  }

  toString(): string {
    return `Tuple(${this.spaces.map(String).join(', ')})`;
  }
}
