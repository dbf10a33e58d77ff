import { deriveSeed } from '../random/index.js';
import type { Space } from './space.js';
import { requireSpace } from './requireSpace.js';
import type { ValueOf } from './tuple.js';

/** The spaces of a {@link Dict} by name. */
export type NamedSpaces = Readonly<Record<string, Space<unknown>>>;

/** What a {@link Dict} of these spaces holds. */
export type DictValue<Spaces extends NamedSpaces> = {
  readonly [Name in keyof Spaces]: ValueOf<Spaces[Name]>;
};

/**
 * Values of several spaces by name, after Gymnasium's `Dict`. Its values are plain objects with
 * exactly these names. Names are kept in alphabetical order, as Gymnasium does.
 */
export class Dict<const Spaces extends NamedSpaces> implements Space<DictValue<Spaces>> {
  readonly spaces: Spaces;
  readonly #entries: readonly (readonly [string, Space<unknown>])[];

  /** @throws {@link SpaceError} if a part is no space. */
  constructor(spaces: Spaces) {
    const names = Object.keys(spaces).sort();
    this.#entries = names.map((name) => [name, spaces[name]!]);
    for (const [name, space] of this.#entries) requireSpace(space, `Dict: '${name}'`);
    this.spaces = Object.fromEntries(this.#entries) as Spaces; // the same entries in another order
    this.seed(0);
  }

  /** Gives each part a seed of its own, derived from this one and its name. */
  seed(seed: number): void {
    for (const [name, space] of this.#entries) space.seed(deriveSeed(seed, 'Dict', name));
  }

  sample(): DictValue<Spaces> {
    const samples = this.#entries.map(([name, space]) => [name, space.sample()]);
    return Object.fromEntries(samples) as DictValue<Spaces>; // one of each
  }

  contains(value: unknown): value is DictValue<Spaces> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    if (Object.keys(value).length !== this.#entries.length) return false;
    return this.#entries.every(
      ([name, space]) =>
        Object.hasOwn(value, name) && space.contains((value as Record<string, unknown>)[name]),
    );
  }

  equals(other: unknown): boolean {
    if (!(other instanceof Dict) || other.#entries.length !== this.#entries.length) return false;
    return this.#entries.every(([name, space], i) => {
      const [otherName, otherSpace] = other.#entries[i]!;
      return name === otherName && space.equals(otherSpace);
    });
  }

  toString(): string {
    const parts = this.#entries.map(([name, space]) => `'${name}': ${space.toString()}`);
    return `Dict(${parts.join(', ')})`;
  }
}
