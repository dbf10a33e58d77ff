/** Weyl increment of SplitMix: 2³² divided by the golden ratio, odd. */
const GOLDEN = 0x9e3779b9;

/**
 * MurmurHash3's 32-bit finalizer: a bijection in which every input bit changes every output bit
 * with a probability near one half.
 *
 * Source: Austin Appleby, smhasher, MurmurHash3.cpp, `fmix32` (public domain).
 *
 * @returns A whole number, 0 to 2³² − 1.
 */
export function fmix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * MurmurHash3_x86_32 of whole 32-bit words, taken as 4 little-endian bytes each.
 *
 * Source: Austin Appleby, smhasher, MurmurHash3.cpp (public domain).
 *
 * @returns A whole number, 0 to 2³² − 1.
 */
export function murmur3(words: readonly number[]): number {
  let h = 0; // the hash's own seed
  for (const word of words) {
    const k = Math.imul(rotateLeft(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    h = (Math.imul(rotateLeft(h ^ k, 13), 5) + 0xe6546b64) | 0;
  }
  return fmix32(h ^ (4 * words.length));
}

/**
 * Four state words for a generator, one after another from a finalized Weyl sequence (SplitMix's
 * scheme, which xoroshiro's authors recommend for seeding). Different seeds give different words,
 * and never all zeros.
 *
 * @returns Signed 32-bit words.
 */
export function seedWords(seed: number): [number, number, number, number] {
  const [low, high] = splitInteger(seed);
  const a = fmix32(low + GOLDEN);
  const b = fmix32((a ^ high) + GOLDEN);
  const c = fmix32(b + GOLDEN);
  return [a | 0, b | 0, c | 0, fmix32(c + GOLDEN) | 0];
}

/** Low and high 32 bits of a non-negative safe integer. */
export function splitInteger(value: number): [low: number, high: number] {
  return [value >>> 0, Math.floor(value / 2 ** 32)];
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
