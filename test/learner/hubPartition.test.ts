import { describe, expect, test } from 'vitest';
import { environmentSeed, firstEpisodeFraction } from '../../src/learner/hub/environmentSeeds.js';
import { groupRanges, sliceOf } from '../../src/learner/hub/partition.js';

describe('groups', () => {
  test.each([
    [8, 2, [4, 4]],
    [7, 2, [4, 3]],
    [1, 1, [1]],
    [8, 3, [3, 3, 2]],
  ])('%i environments in %i groups: sizes %j', (count, groups, sizes) => {
    const ranges = groupRanges(count, groups);
    expect(ranges.map(({ start, end }) => end - start)).toEqual(sizes);
    expect(ranges[0]!.start).toBe(0);
    expect(ranges.at(-1)!.end).toBe(count);
  });

  test('more groups than environments are an error', () => {
    expect(() => groupRanges(1, 2)).toThrow('2 groups need at least as many environments, got 1');
  });

  test.each([1, 2, 3, 5, 9])('%i actors share a group without gaps', (processes) => {
    const range = { start: 10, end: 15 };
    const slices = Array.from({ length: processes }, (_, slot) => sliceOf(range, slot, processes));
    expect(slices[0]!.start).toBe(10);
    expect(slices.at(-1)!.end).toBe(15);
    slices.slice(1).forEach((slice, i) => {
      expect(slice.start).toBe(slices[i]!.end);
    });
    const sizes = slices.map(({ start, end }) => end - start);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });
});

describe('seeds', () => {
  const key = { seed: 1, environment: 0, startSequence: 0, generation: 0 };

  test('are the first four bytes of a SHA-256, lowest first', () => {
    // printf 'seed/1/0/0/0' | sha256sum gives dc277405…; 'first episode/1/0/0/0' gives 3b415e48…
    expect(environmentSeed(key)).toBe(0x057427dc);
    expect(firstEpisodeFraction(key)).toBe((0x485e413b + 1) / 4294967296);
  });

  test.each(['seed', 'environment', 'startSequence', 'generation'] as const)(
    'depend on %s',
    (field) => {
      expect(environmentSeed({ ...key, [field]: 5 })).not.toBe(environmentSeed(key));
    },
  );

  test('fractions are spread over (0, 1]', () => {
    const fractions = Array.from({ length: 1000 }, (_, environment) =>
      firstEpisodeFraction({ ...key, environment }),
    );
    expect(Math.min(...fractions)).toBeGreaterThan(0);
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
    for (const quarter of [0, 1, 2, 3]) {
      const inside = fractions.filter((f) => f > quarter / 4 && f <= (quarter + 1) / 4).length;
      // 250 expected; the standard deviation of a binomial count is √(1000 · ¼ · ¾) ≈ 14.
      expect(Math.abs(inside - 250)).toBeLessThan(5 * 14);
    }
  });
});
