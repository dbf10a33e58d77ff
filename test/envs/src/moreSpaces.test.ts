import { describe, expect, test } from 'vitest';
import {
  Box,
  Dict,
  Discrete,
  MultiBinary,
  MultiDiscrete,
  SpaceError,
  Text,
  Tuple,
} from '../../../envs/src/index.js';
import type { Space } from '../../../envs/src/index.js';

// What they write, hold and equal is compared with Gymnasium in test/envs/parity.

const SPACES: readonly Space<unknown>[] = [
  new MultiDiscrete([5, 2, 20], { start: [-1, 0, 3] }),
  new MultiBinary([4, 4]),
  new Text(8, { minLength: 2 }),
  new Tuple([new Discrete(100), new Discrete(100)]),
  new Dict({ a: new Discrete(100), b: new Box({ low: 0, high: 1, shape: [2] }) }),
];

describe.each(SPACES.map((space) => [space.toString(), space] as const))('%s', (_, space) => {
  const draw = (seed: number): unknown[] => {
    space.seed(seed);
    return Array.from({ length: 20 }, () => space.sample());
  };

  test('draws members, the same for the same seed', () => {
    const samples = draw(3);
    expect(samples.every((sample) => space.contains(sample))).toBe(true);
    expect(draw(3)).toEqual(samples);
    expect(draw(4)).not.toEqual(samples);
    expect(new Set(samples.map((sample) => JSON.stringify(sample))).size).toBeGreaterThan(1);
  });

  test('contains nothing of another kind', () => {
    for (const other of [
      null,
      undefined,
      0.5,
      true,
      [],
      {},
      new Uint8Array(2),
      new Float64Array(3),
    ]) {
      expect(space.contains(other)).toBe(false);
    }
  });
});

/** How often each value occurs. */
function counts(values: Iterable<number | string>): Map<number | string, number> {
  const found = new Map<number | string, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

test('MultiDiscrete draws all values of each element evenly', () => {
  const space = new MultiDiscrete([2, 4], { start: [0, 10] });
  const samples = Array.from({ length: 8000 }, () => space.sample());
  // Four standard errors: 4 · √(8000 · p (1 − p)).
  const first = counts(samples.map(([value]) => value!));
  expect([...first.keys()].sort()).toEqual([0, 1]);
  for (const count of first.values()) expect(Math.abs(count - 4000)).toBeLessThan(179);
  const second = counts(samples.map(([, value]) => value!));
  expect([...second.keys()].sort()).toEqual([10, 11, 12, 13]);
  for (const count of second.values()) expect(Math.abs(count - 2000)).toBeLessThan(155);
});

test('Text draws all lengths and all characters evenly', () => {
  const space = new Text(3, { minLength: 0, characters: 'ab' });
  const samples = Array.from({ length: 8000 }, () => space.sample());
  const lengths = counts(samples.map(({ length }) => length));
  expect([...lengths.keys()].sort()).toEqual([0, 1, 2, 3]);
  for (const count of lengths.values()) expect(Math.abs(count - 2000)).toBeLessThan(155);
  const characters = counts(samples.join(''));
  expect([...characters.keys()].sort()).toEqual(['a', 'b']);
});

test('Text counts characters, not code units', () => {
  const space = new Text(2, { characters: '🍎🍋' });
  expect(space.contains('🍎🍋')).toBe(true);
  expect(space.contains('🍎🍋🍎')).toBe(false);
  expect(space.contains(space.sample())).toBe(true);
});

test('the parts of a Tuple draw unlike one another', () => {
  const [a, b] = [new Discrete(2 ** 32), new Discrete(2 ** 32)];
  const [first, second] = new Tuple([a, b]).sample();
  expect(first).not.toBe(second);
  const { x, y } = new Dict({ x: a, y: b }).sample();
  expect(x).not.toBe(y);
});

test.each([
  [() => new MultiDiscrete([]), /whole numbers above 0, got \[0\]/],
  [() => new MultiDiscrete([2, 0]), /element 1 has count 0/],
  [() => new MultiDiscrete([2], { start: [0.5] }), /start 0.5/],
  [() => new MultiDiscrete([2], { start: [2 ** 31 - 1] }), /within int32/],
  [() => new MultiDiscrete([2, 2], { start: [1] }), /start must have one entry per element \(2\)/],
  [() => new MultiDiscrete([2, 2], { shape: [3] }), /counts must have one entry per element \(3\)/],
  [() => new MultiBinary(0), /whole numbers above 0/],
  [() => new MultiBinary([2, 1.5]), /got \[2, 1.5\]/],
  [() => new Text(-1), /got 1 and -1/],
  [() => new Text(2, { minLength: 3 }), /got 3 and 2/],
  [() => new Text(2, { characters: '' }), /at least one character/],
  [() => new Tuple([new Discrete(2), 3 as never]), /part 1 must be a space, got 3/],
  [() => new Dict({ a: {} as never }), /'a' must be a space, got {}/],
])('refuses %s', (make, message) => {
  expect(make).toThrow(SpaceError);
  expect(make).toThrow(message);
});
