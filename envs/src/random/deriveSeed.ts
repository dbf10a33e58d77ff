import { EnvError } from '../errors.js';
import { murmur3Add, murmur3Finish, splitInteger } from './mixing.js';

/** Kinds of path entries, so that 1 and '1' differ. */
const NUMBER = 1;
const STRING = 2;

/**
 * A seed for one part of a whole: `deriveSeed(seed, 'environment', 3)`.
 *
 * Seeds and paths that differ in anything give unrelated seeds, as if drawn at random: among n of
 * them two are equal with a probability of about n² / 2³³. A change of the seed, or of one word of
 * the path, among whole numbers below 2³² alone never leads to the same result.
 *
 * The value is MurmurHash3_x86_32 (Appleby, public domain) over seed and path, each entry written as
 * its kind and its 32-bit words: a number as low and high word, a string as its length and its
 * UTF-16 code units.
 *
 * @param seed - A whole number, 0 to 2⁵³ − 1.
 * @param path - Whole numbers, 0 to 2⁵³ − 1, and strings.
 * @returns A whole number, 0 to 2³² − 1.
 * @throws {@link EnvError} if a number is none of these.
 */
export function deriveSeed(seed: number, ...path: readonly (number | string)[]): number {
  let hash = 0;
  let words = 0;
  const add = (word: number): void => {
    hash = murmur3Add(hash, word);
    words++;
  };
  addEntry(seed, add);
  for (const entry of path) addEntry(entry, add);
  return murmur3Finish(hash, words);
}

/** @throws {@link EnvError} if a seed is not a whole number from 0 to 2⁵³ − 1. */
export function requireSeed(seed: number, place: string): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new EnvError(`${place}: expected a whole number from 0 to 2^53 - 1, got ${String(seed)}.`);
}

/** Hands over an entry's 32-bit words, one after another: arrays would cost more than the hash. */
function addEntry(entry: number | string, add: (word: number) => void): void {
  if (typeof entry === 'string') {
    add(STRING);
    add(entry.length);
    for (let i = 0; i < entry.length; i++) add(entry.charCodeAt(i));
    return;
  }
  requireSeed(entry, 'deriveSeed');
  add(NUMBER);
  const [low, high] = splitInteger(entry);
  add(low);
  add(high);
}
