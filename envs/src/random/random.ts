import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { EnvError } from '../errors.js';
import { requireSeed } from './deriveSeed.js';
import { seedWords } from './mixing.js';

/** Where a {@link Random} stands: four signed 32-bit words, ready for JSON. */
export type RandomState = readonly number[];

/**
 * Seeded random numbers, the same on every machine and Node version: only integer arithmetic and
 * exactly rounded `+ − × ÷` are used.
 *
 * The generator is pure-rand's xoroshiro128+ (Blackman and Vigna), whose state is filled by mixing
 * the seed: neighbouring seeds give unrelated numbers from the first draw on. Its lowest bits are
 * its weakest, so every method takes the highest.
 */
export class Random {
  #generator: RandomGenerator;

  /**
   * @param seed - A whole number, 0 to 2⁵³ − 1; all give different generators.
   * @throws {@link EnvError} if it is none.
   */
  constructor(seed: number) {
    requireSeed(seed, 'Random: seed');
    this.#generator = xoroshiro128plusFromState(seedWords(seed));
  }

  /** Evenly spread over the multiples of 2⁻⁵³ in [0, 1). */
  float(): number {
    const high = this.#word(27);
    return (high * 2 ** 26 + this.#word(26)) / 2 ** 53;
  }

  /**
   * 0 to `limit` − 1, all exactly equally likely: numbers of as many bits as `limit` − 1 has are
   * drawn until one is below `limit`.
   *
   * @param limit - A whole number, 1 to 2³².
   * @throws {@link EnvError} if it is none.
   */
  integer(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > 2 ** 32) {
      throw new EnvError(`Random.integer: expected a limit from 1 to 2^32, got ${limit}.`);
    }
    const bits = 32 - Math.clz32(limit - 1);
    let draw: number;
    do draw = this.#word(bits);
    while (draw >= limit);
    return draw;
  }

  /** Evenly spread between two finite numbers, low ≤ high; rounding alone may reach `high`. */
  uniform(low: number, high: number): number {
    return Math.min(low + (high - low) * this.float(), high);
  }

  /**
   * Exponential distribution with mean 1, without a logarithm.
   *
   * Source: von Neumann 1951, "Various techniques used in connection with random digits".
   */
  exponential(): number {
    for (let whole = 0; ; whole++) {
      const fraction = this.float();
      if (this.#acceptExp(fraction)) return whole + fraction;
    }
  }

  /**
   * Normal distribution with mean 0 and variance 1, without a logarithm.
   *
   * Source: Karney 2016, "Sampling exactly from the normal distribution", ACM Transactions on
   * Mathematical Software 42 (arXiv:1303.6257), Algorithm N.
   */
  normal(): number {
    for (;;) {
      const whole = this.#normalWhole();
      if (whole === undefined) continue;
      const fraction = this.float();
      if (!this.#acceptTail(whole, fraction)) continue;
      const size = whole + fraction;
      return this.#word(1) === 0 ? size : -size;
    }
  }

  /** Where the generator stands, for {@link setState}. */
  getState(): RandomState {
    return this.#generator.getState();
  }

  /**
   * Goes on from where {@link getState} was called.
   *
   * @throws {@link EnvError} if it is no state: four 32-bit words, not all 0.
   */
  setState(state: RandomState): void {
    const legal = state.length === 4 && state.every((word) => word === (word | 0));
    if (!legal || state.every((word) => word === 0)) {
      throw new EnvError(
        `Random.setState: expected four signed 32-bit words, not all 0, got [${state.join(', ')}]. ` +
          'Pass what getState returned.',
      );
    }
    this.#generator = xoroshiro128plusFromState(state);
  }

  /** The highest `bits` (0 to 32) bits of the next word. */
  #word(bits: number): number {
    return bits === 0 ? 0 : this.#generator.next() >>> (32 - bits);
  }

  /**
   * True with probability e⁻ᵖ for p in [0, 1]: the longest run p > u₁ > u₂ > … has n or more
   * members with probability pⁿ/n!, so an even number with 1 − p + p²/2! − …
   */
  #acceptExp(p: number): boolean {
    let even = true;
    for (let last = p, next = this.float(); next < last; next = this.float()) {
      last = next;
      even = !even;
    }
    return even;
  }

  /** Steps N1 and N2: k ≥ 0 with probability in proportion to e^(−k²/2), or undefined: rejected. */
  #normalWhole(): number | undefined {
    let k = 0;
    while (this.#acceptExp(0.5)) k++;
    for (let trial = 0; trial < k * (k - 1); trial++) {
      if (!this.#acceptExp(0.5)) return undefined;
    }
    return k;
  }

  /** Step N4: true with probability e^(−x(2k+x)/2), as k + 1 trials of the (k+1)th root. */
  #acceptTail(k: number, x: number): boolean {
    const p = (x * (2 * k + x)) / (2 * k + 2);
    for (let trial = 0; trial <= k; trial++) {
      if (!this.#acceptExp(p)) return false;
    }
    return true;
  }
}
