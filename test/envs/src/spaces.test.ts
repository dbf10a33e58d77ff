import { describe, expect, test } from 'vitest';
import { Box, Discrete, SpaceError } from '../../../envs/src/index.js';
import type { Space } from '../../../envs/src/index.js';
import { golden } from './golden.js';

/** Written by test/golden/env_gymnasium.py. */
const GYMNASIUM = golden<{
  reprs: Record<string, string>;
  membership: Record<string, unknown>;
}>('env.json');

const SPACES: Record<string, Space<unknown>> = {
  picture: new Box({ low: 0, high: 255, shape: [72, 96, 3], dtype: 'uint8' }),
  unit: new Box({ low: -1, high: 1, shape: [3] }),
  tenth: new Box({ low: 0.1, high: 0.5, shape: [2] }),
  unbounded: new Box({ low: -Infinity, high: Infinity, shape: [2, 2] }),
  each: new Box({ low: [-4.8, -Infinity], high: [4.8, Infinity], shape: [2] }),
  whole: new Box({ low: [0, 1], high: [3, 4], shape: [2], dtype: 'int32' }),
  discrete: new Discrete(5),
  shifted: new Discrete(3, { start: -1 }),
};

describe.each(Object.keys(GYMNASIUM.reprs))('%s', (name) => {
  const space = SPACES[name]!;

  test("is written as Gymnasium's", () => {
    expect(space.toString()).toBe(GYMNASIUM.reprs[name]);
  });

  test('contains its samples, and they depend on the seed alone', () => {
    const draw = (seed: number): string[] => {
      space.seed(seed);
      const values = Array.from({ length: 10 }, () => space.sample());
      expect(values.every((value) => space.contains(value))).toBe(true);
      return values.map(String);
    };
    expect(new Set(draw(3)).size).toBeGreaterThan(1);
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  test('equals itself alone', () => {
    const equal = Object.entries(SPACES).filter(([, other]) => space.equals(other));
    expect(equal.map(([other]) => other)).toEqual([name]);
  });
});

test('membership is as in Gymnasium', () => {
  const unit = new Box({ low: 0, high: 1, shape: [2] });
  const above = new Box({ low: 0, high: Infinity, shape: [1] });
  const shifted = new Discrete(3, { start: -1 });
  expect({
    'float32 on the bounds': unit.contains(Float32Array.of(0, 1)),
    'float32 above': unit.contains(Float32Array.of(0, 1.0000001)),
    'float32 NaN': unit.contains(Float32Array.of(0, NaN)),
    'float32 too long': unit.contains(new Float32Array(3)),
    'infinity in an unbounded box': above.contains(Float32Array.of(Infinity)),
    discrete: [-2, -1, 0, 1, 2, 0.5].map((value) => shifted.contains(value)),
  }).toEqual(GYMNASIUM.membership);
});

describe('Box', () => {
  test('contains only its own typed array', () => {
    const box = new Box({ low: 0, high: 9, shape: [2], dtype: 'uint8' });
    expect(box.contains(Uint8Array.of(0, 9))).toBe(true);
    expect(box.contains(Uint8Array.of(0, 10))).toBe(false);
    for (const other of [Int32Array.of(0, 9), Float32Array.of(0, 9), [0, 9], null, '00']) {
      expect(box.contains(other)).toBe(false);
    }
  });

  test('holds its bounds in float32, so that they are members', () => {
    const box = new Box({ low: 0.1, high: 0.1, shape: [1] });
    expect(box.contains(Float32Array.of(0.1))).toBe(true);
    expect(box.sample()).toEqual(Float32Array.of(0.1));
  });

  test('compares bounds element by element', () => {
    const one = new Box({ low: 0, high: 2, shape: [2] });
    const each = new Box({ low: [0, 0], high: [2, 2], shape: [2] });
    const other = new Box({ low: [0, 0], high: [2, 3], shape: [2] });
    const lower = new Box({ low: [0, -1], high: [2, 2], shape: [2] });
    expect([each, other, lower].map((box) => one.equals(box))).toEqual([true, false, false]);
    expect(each.toString()).toBe('Box(0.0, 2.0, (2,), float32)');
    expect(one.equals(new Box({ low: 0, high: 2, shape: [2, 1] }))).toBe(false);
    expect(one.equals(new Box({ low: 0, high: 2, shape: [2], dtype: 'int32' }))).toBe(false);
  });

  test('draws whole numbers evenly, both bounds included', () => {
    const box = new Box({ low: -1, high: 2, shape: [40_000], dtype: 'int32' });
    const counts = new Map<number, number>();
    for (const value of box.sample()) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
    // Four standard errors of a count with probability 1/4: 4 · √(40000 · 3/16) = 346.
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(346);
  });

  test('draws over the whole range of int32', () => {
    const box = new Box({ low: -(2 ** 31), high: 2 ** 31 - 1, shape: [1000], dtype: 'int32' });
    const mean = box.sample().reduce((sum, value) => sum + value, 0) / 1000;
    // Standard error: 2³² / √12 / √1000.
    expect(Math.abs(mean)).toBeLessThan((4 * 2 ** 32) / Math.sqrt(12_000));
  });

  test('draws each element by the rule of its own bounds', () => {
    const size = 40_000;
    const kinds = [
      { low: 2, high: 4, mean: 3, variance: 1 / 3 },
      { low: 5, high: Infinity, mean: 6, variance: 1 },
      { low: -Infinity, high: -5, mean: -6, variance: 1 },
      { low: -Infinity, high: Infinity, mean: 0, variance: 1 },
    ];
    const repeat = (key: 'low' | 'high'): number[] =>
      Array.from({ length: 4 * size }, (_, i) => kinds[i % 4]![key]);
    const box = new Box({ low: repeat('low'), high: repeat('high'), shape: [size, 4] });
    const sample = box.sample();
    expect(box.contains(sample)).toBe(true);
    kinds.forEach(({ mean, variance }, kind) => {
      const values = Array.from(sample).filter((_, i) => i % 4 === kind);
      const found = values.reduce((sum, value) => sum + value, 0) / size;
      const spread = values.reduce((sum, value) => sum + (value - found) ** 2, 0) / size;
      expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / size));
      // An exponential's variance has the widest error: √((9 − 1)/n).
      expect(Math.abs(spread - variance)).toBeLessThan(4 * Math.sqrt(8 / size));
    });
  });

  test.each([
    [{ low: 1, high: 0, shape: [2] }, /element 0 has low 1 and high 0/],
    [{ low: [0, 3], high: [1, 2], shape: [2] }, /element 1 has low 3 and high 2/],
    [{ low: 0, high: 256, shape: [2], dtype: 'uint8' }, /high of a uint8 box .* 0 to 255, got 256/],
    [{ low: -1, high: 9, shape: [2], dtype: 'uint8' }, /low of a uint8 box .* got -1/],
    [{ low: 0.5, high: 9, shape: [2], dtype: 'int32' }, /a whole number .* got 0.5/],
    [{ low: 0, high: Infinity, shape: [2], dtype: 'int32' }, /got Infinity/],
    [{ low: NaN, high: 1, shape: [2] }, /low of a float32 box must be a number/],
    [{ low: Infinity, high: Infinity, shape: [2] }, /low not inf/],
    [{ low: [0, 0, 0], high: 1, shape: [2] }, /one per element \(2\), got 3/],
    [{ low: 0, high: 1, shape: [2, 0] }, /whole numbers above 0, got \[2, 0\]/],
    [{ low: 0, high: 1, shape: [1.5] }, /whole numbers above 0/],
  ] as const)('refuses %j', (options, message) => {
    expect(() => new Box(options)).toThrow(SpaceError);
    expect(() => new Box(options)).toThrow(message);
  });

  test('refuses an unknown dtype by name', () => {
    const options = { low: 0, high: 1, shape: [1], dtype: 'float64' };
    expect(() => new Box(options as never)).toThrow(
      "dtype must be one of uint8, int32, float32, got 'float64'",
    );
  });
});

describe('Discrete', () => {
  test('draws all values and no other', () => {
    const space = new Discrete(3, { start: 5 });
    const values = new Set(Array.from({ length: 100 }, () => space.sample()));
    expect([...values].sort()).toEqual([5, 6, 7]);
  });

  test('contains numbers only', () => {
    const space = new Discrete(3);
    for (const value of ['1', null, undefined, NaN, true, Int32Array.of(1)]) {
      expect(space.contains(value)).toBe(false);
    }
  });

  test.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('refuses n = %d', (n) => {
    expect(() => new Discrete(n)).toThrow(`from 1 to 2^32, got ${n}`);
  });

  test('refuses a start that is no whole number', () => {
    expect(() => new Discrete(2, { start: 0.5 })).toThrow(SpaceError);
    expect(() => new Discrete(2, { start: Number.MAX_SAFE_INTEGER })).toThrow(SpaceError);
  });
});
