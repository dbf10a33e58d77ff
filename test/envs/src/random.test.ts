import { describe, expect, test } from 'vitest';
import { deriveSeed, EnvError, Random } from '../../../envs/src/index.js';
import { golden } from './golden.js';

/** Written by test/golden/random_mmh3.py. */
const EXPECTED = golden<{
  deriveSeed: { path: [number, ...(number | string)[]]; seed: number }[];
  floats: { seed: number; floats: number[] }[];
  integers: { seed: number; limit: number; integers: number[] }[];
}>('random.json');

const DRAWS = 100_000;

/** Four standard errors of a share of `DRAWS` draws: one honest seed in 16,000 would fail. */
function tolerance(probability: number): number {
  return 4 * Math.sqrt((probability * (1 - probability)) / DRAWS);
}

function draws(draw: (random: Random) => number, count = DRAWS): number[] {
  const random = new Random(2024);
  return Array.from({ length: count }, () => draw(random));
}

function shareBelow(values: readonly number[], limit: number): number {
  return values.filter((value) => value < limit).length / values.length;
}

describe('deriveSeed', () => {
  test.each(EXPECTED.deriveSeed)('gives MurmurHash3 of $path', ({ path, seed }) => {
    expect(deriveSeed(...path)).toBe(seed);
  });

  test('neighbouring seeds and paths never collide', () => {
    const seeds = new Set<number>();
    for (let seed = 0; seed < 100; seed++) {
      for (let environment = 0; environment < 50; environment++) {
        seeds.add(deriveSeed(seed, environment));
        seeds.add(deriveSeed(seed, 'action', environment));
      }
    }
    expect(seeds.size).toBe(100 * 50 * 2);
  });

  test('tells apart a number from its digits, and where one entry ends', () => {
    const paths = [['1'], [1], ['ab', 'c'], ['a', 'bc'], ['abc'], [12], [1, 2], [2, 1], []];
    expect(new Set(paths.map((path) => deriveSeed(5, ...path))).size).toBe(paths.length);
  });

  test.each([-1, 0.5, NaN, 2 ** 53])('refuses %d', (seed) => {
    expect(() => deriveSeed(seed)).toThrow(EnvError);
    expect(() => deriveSeed(1, seed)).toThrow(`got ${seed}`);
    expect(() => new Random(seed)).toThrow(/whole number from 0 to 2\^53 - 1/);
  });
});

describe('Random', () => {
  const exponentials = draws((random) => random.exponential());
  const normals = draws((random) => random.normal());

  test.each(EXPECTED.floats)('draws the floats of seed $seed', ({ seed, floats }) => {
    const random = new Random(seed);
    expect(floats.map(() => random.float())).toEqual(floats);
  });

  test.each(EXPECTED.integers)('draws integers below $limit', ({ seed, limit, integers }) => {
    const random = new Random(seed);
    expect(integers.map(() => random.integer(limit))).toEqual(integers);
  });

  test('neighbouring seeds are unrelated from the first draw on', () => {
    const first = Array.from({ length: DRAWS }, (_, seed) => new Random(seed).float() - 0.5);
    const covariance = first.slice(1).reduce((sum, x, i) => sum + x * first[i]!, 0) / DRAWS;
    // A product of two centred uniform numbers has standard deviation 1/12.
    expect(Math.abs(covariance)).toBeLessThan(4 / 12 / Math.sqrt(DRAWS));
    expect(shareBelow(first, 0)).toBeCloseTo(0.5, 2);
  });

  test('integers are spread evenly', () => {
    const counts = new Array<number>(9).fill(0);
    for (const value of draws((random) => random.integer(9))) counts[value]!++;
    for (const count of counts) {
      expect(Math.abs(count / DRAWS - 1 / 9)).toBeLessThan(tolerance(1 / 9));
    }
  });

  test.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('refuses %d as a limit', (limit) => {
    expect(() => new Random(1).integer(limit)).toThrow(EnvError);
  });

  test('uniform stays between its bounds and fills them evenly', () => {
    const values = draws((random) => random.uniform(-3, 5));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...values)).toBeLessThan(5);
    for (const share of [0.1, 0.5, 0.9]) {
      expect(Math.abs(shareBelow(values, -3 + 8 * share) - share)).toBeLessThan(tolerance(share));
    }
    expect(new Random(1).uniform(7, 7)).toBe(7);
  });

  // 1 − e^−x
  test.each([0.1, 0.5, 1, 1.5, 3])('exponential has the right share below %d', (x) => {
    const expected = 1 - Math.exp(-x);
    const share = shareBelow(exponentials, x);
    expect(Math.abs(share - expected)).toBeLessThan(tolerance(expected));
  });

  // Table of the normal distribution's Φ, e.g. Abramowitz and Stegun, table 26.1.
  test.each([
    [-2, 0.02275],
    [-1, 0.1586553],
    [-0.5, 0.3085375],
    [0, 0.5],
    [0.5, 0.6914625],
    [1, 0.8413447],
    [1.5, 0.9331928],
    [2.5, 0.9937903],
  ])('normal has the right share below %d', (x, expected) => {
    const share = shareBelow(normals, x);
    expect(Math.abs(share - expected)).toBeLessThan(tolerance(expected));
  });

  test('goes on from a state, also from one that went through JSON', () => {
    const random = new Random(77);
    random.normal();
    const state = JSON.parse(JSON.stringify(random.getState())) as number[];
    const expected = [random.float(), random.integer(1000), random.exponential()];
    const other = new Random(1);
    other.setState(state);
    expect([other.float(), other.integer(1000), other.exponential()]).toEqual(expected);
  });

  test('has a state before the first draw', () => {
    const random = new Random(5);
    const other = new Random(6);
    other.setState(random.getState());
    expect(other.float()).toBe(random.float());
  });

  test.each([[[]], [[1, 2, 3]], [[0, 0, 0, 0]], [[1, 2, 3, 0.5]], [[1, 2, 3, 2 ** 32]]])(
    'refuses the state %j',
    (state) => {
      expect(() => {
        new Random(1).setState(state);
      }).toThrow(/four signed 32-bit words/);
    },
  );
});
