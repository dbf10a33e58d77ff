import { EnvError } from '../errors.js';
import { murmur3, splitInteger } from './mixing.js';

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
  return murmur3([seed, ...path].flatMap(words));
}

/** @throws {@link EnvError} if a seed is not a whole number from 0 to 2⁵³ − 1. */
export function requireSeed(seed: number, place: string): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new EnvError(`${place}: expected a whole number from 0 to 2^53 - 1, got ${String(seed)}.`);
}

function words(entry: number | string): number[] {
  if (typeof entry === 'string') {
    const units = Array.from({ length: entry.length }, (_, i) => entry.charCodeAt(i));
    return [STRING, entry.length, ...units];
  }
  requireSeed(entry, 'deriveSeed');
  return [NUMBER, ...splitInteger(entry)];
}
