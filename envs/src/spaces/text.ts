import { SpaceError } from '../errors.js';
import { Random } from '../random/index.js';
import type { Space } from './space.js';

/** Latin letters and digits, Gymnasium's default. */
const ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** What a {@link Text} may be told beside its greatest length. */
export interface TextOptions {
  /** Least length in characters; 1 if left out, as in Gymnasium. */
  readonly minLength?: number;
  /** The characters that may occur; letters and digits if left out. Repeated ones count once. */
  readonly characters?: string;
}

/**
 * Strings of some characters and lengths, after Gymnasium's `Text`. A character is a Unicode code
 * point, as in Python.
 */
export class Text implements Space<string> {
  readonly minLength: number;
  readonly maxLength: number;
  readonly #characters: ReadonlySet<string>;
  readonly #list: readonly string[];
  #random = new Random(0);

  /**
   * @param maxLength - Greatest length in characters.
   * @throws {@link SpaceError} if the lengths are not whole numbers with 0 ≤ least ≤ greatest, or there
   *   is no character to write a text that may not be empty.
   */
  constructor(maxLength: number, { minLength = 1, characters = ALPHANUMERIC }: TextOptions = {}) {
    requireLengths(minLength, maxLength);
    this.minLength = minLength;
    this.maxLength = maxLength;
    this.#characters = new Set(characters);
    this.#list = [...this.#characters];
    if (this.#list.length > 0 || maxLength === 0) return;
    throw new SpaceError('Text: characters must hold at least one character, got none.');
  }

  /** The characters that may occur, in order of their code points. */
  get characters(): string {
    return [...this.#list].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!).join('');
  }

  seed(seed: number): void {
    this.#random = new Random(seed);
  }

  /** All lengths are equally likely, and at each place all characters. */
  sample(): string {
    const length = this.minLength + this.#random.integer(this.maxLength - this.minLength + 1);
    return Array.from({ length }, () => this.#list[this.#random.integer(this.#list.length)]!).join(
      '',
    );
  }

  contains(value: unknown): value is string {
    if (typeof value !== 'string') return false;
    const characters = Array.from(value);
    if (characters.length < this.minLength || characters.length > this.maxLength) return false;
    return characters.every((character) => this.#characters.has(character));
  }

  equals(other: unknown): boolean {
    return (
      other instanceof Text &&
      other.minLength === this.minLength &&
      other.maxLength === this.maxLength &&
      other.characters === this.characters
    );
  }

  toString(): string {
    return `Text(${this.minLength}, ${this.maxLength}, charset=${this.characters})`;
  }
}

function requireLengths(minLength: number, maxLength: number): void {
  const whole = Number.isSafeInteger(minLength) && Number.isSafeInteger(maxLength);
  if (whole && minLength >= 0 && minLength <= maxLength) return;
  throw new SpaceError(
    'Text: minLength and maxLength must be whole numbers with 0 <= minLength <= maxLength, ' +
      `got ${minLength} and ${maxLength}.`,
  );
}
