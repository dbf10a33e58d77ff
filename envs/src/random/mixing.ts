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
 * One step of MurmurHash3_x86_32: takes a 32-bit word, as 4 little-endian bytes, into the hash so far.
 * A hash begins with its own seed, here 0, and is finished by {@link murmur3Finish}.
 *
 * Source: Austin Appleby, smhasher, MurmurHash3.cpp (public domain).
 */
export function murmur3Add(hash: number, word: number): number {
  const k = Math.imul(rotateLeft(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
  return (Math.imul(rotateLeft(hash ^ k, 13), 5) + 0xe6546b64) | 0;
}

/**
 * Finishes a hash of `words` words.
 *
 * @returns A whole number, 0 to 2³² − 1.
 */
export function murmur3Finish(hash: number, words: number): number {
  return fmix32(hash ^ (4 * words));
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
