import { Random } from '@rl-tools/env';
import { describe, expect, test } from 'vitest';
import {
  determination,
  predict,
  probeFeatures,
  probeMean,
  ridgeSystem,
  SinceSeen,
  solveRidge,
  splitByEpisode,
  takeRows,
} from '../../src/probe/index.js';
import type { Matrix, ProbeRows } from '../../src/probe/index.js';
import { matrix, normals } from './matrices.js';

const EPISODES = 40;
const STEPS = 15;
const ROWS = EPISODES * STEPS;
const episodes = Array.from({ length: ROWS }, (_, n) => Math.floor(n / STEPS));
const split = splitByEpisode(episodes, 7);

function rowsWith(targets: Matrix): ProbeRows {
  return { targets, episodes, split };
}

/** Targets that are a fixed linear map of the features, plus noise of a standard deviation. */
function linearTargets(features: Matrix, noise: number): Matrix {
  const random = new Random(21);
  const rows = Array.from({ length: features.rows }, (_, n) => {
    const at = (i: number): number => features.values[n * features.columns + i]!;
    return [at(0) - 2 * at(1), at(2)].map((value) => value + noise * random.normal());
  });
  return matrix(rows);
}

describe('splitByEpisode', () => {
  test('60 % of the episodes to learn from, 20 % to choose on, 20 % to score, none in two parts', () => {
    const parts = [split.train, split.validation, split.test];
    const inParts = parts.map((rows) => new Set(rows.map((row) => episodes[row]!)));
    expect(inParts.map((part) => part.size)).toEqual([24, 8, 8]);
    expect(new Set(inParts.flatMap((part) => [...part])).size).toBe(EPISODES);
    expect(parts.flat().sort((a, b) => a - b)).toEqual(episodes.map((_, row) => row));
  });

  test('follows its seed', () => {
    expect(splitByEpisode(episodes, 7)).toEqual(split);
    expect(splitByEpisode(episodes, 8).test).not.toEqual(split.test);
  });

  test('needs ten episodes', () => {
    expect(() => splitByEpisode([1, 2, 3], 0)).toThrow('at least 10 episodes, got 3');
  });
});

describe('probeFeatures', () => {
  const features = normals({ rows: ROWS, columns: 10, seed: 5 });

  test('a linear relation scores 1', () => {
    const { r2, interval } = probeFeatures(features, rowsWith(linearTargets(features, 0)));
    expect(r2).toBeGreaterThan(0.999999);
    expect(interval[0]).toBeGreaterThan(0.999999);
  });

  test('a linear relation with noise scores the share of variance that is linear', () => {
    // Variances: 1 + 4 and 1 of the linear part, 1.5² each of the noise: R² = 6 / (6 + 4.5).
    const scores = [40, 41, 42, 43, 44, 45, 46, 47].map((seed) => {
      const drawn = normals({ rows: ROWS, columns: 10, seed });
      return probeFeatures(drawn, rowsWith(linearTargets(drawn, 1.5)));
    });
    const mean = scores.reduce((sum, { r2 }) => sum + r2, 0) / scores.length;
    expect(Math.abs(mean - 6 / 10.5)).toBeLessThan(0.07); // one of 120 test rows: ± 0.05
    for (const { r2, interval } of scores) {
      expect(interval[0]).toBeLessThan(r2);
      expect(interval[1]).toBeGreaterThan(r2);
    }
  });

  test('noise scores 0 or less, mostly with a large penalty', () => {
    const scores = [50, 51, 52, 53, 54, 55, 56].map((seed) =>
      probeFeatures(features, rowsWith(normals({ rows: ROWS, columns: 1, seed }))),
    );
    for (const { r2 } of scores) expect(r2).toBeLessThan(0.03);
    expect(scores.filter(({ penalty }) => penalty! >= 1).length).toBeGreaterThan(3);
  });

  test('many features that mean nothing hurt little: the penalty is chosen on other episodes', () => {
    const wide = normals({ rows: ROWS, columns: 250, seed: 9 });
    const random = new Random(2);
    const noisy = matrix(
      Array.from({ length: ROWS }, (_, n) => [wide.values[250 * n]! + 2 * random.normal()]),
    );
    const { r2 } = probeFeatures(wide, rowsWith(noisy));
    const known = [...split.train, ...split.validation];
    const unpenalised = solveRidge(
      ridgeSystem(takeRows(wide, known), takeRows(noisy, known)),
      1e-6,
    );
    const worse = determination({
      targets: takeRows(noisy, split.test),
      predicted: predict(unpenalised, takeRows(wide, split.test)),
      episodes: split.test.map((row) => episodes[row]!),
    });
    expect(r2).toBeGreaterThan(-0.15);
    expect(worse).toBeLessThan(r2 - 0.3);
  });

  test('test rows do not take part in the fit', () => {
    const rows = rowsWith(linearTargets(features, 0.5));
    const before = probeFeatures(features, rows);
    // Other targets on the test rows change the score and nothing else.
    const changed = rows.targets.values.slice();
    for (const row of split.test) changed[2 * row]! += 100;
    const targets: Matrix = { ...rows.targets, values: changed };
    const after = probeFeatures(features, { ...rows, targets });
    expect(after.penalty).toBe(before.penalty);
    expect(after.r2).toBeLessThan(0);
  });
});

test('the mean scores 0 or a little less', () => {
  const { r2, penalty } = probeMean(rowsWith(normals({ rows: ROWS, columns: 2, seed: 12 })));
  expect(penalty).toBeNull();
  expect(r2).toBeLessThanOrEqual(0);
  expect(r2).toBeGreaterThan(-0.1);
});

test('the interval is over episodes: rows that repeat narrow nothing', () => {
  const features = normals({ rows: ROWS, columns: 3, seed: 30 });
  const rows = rowsWith(linearTargets(features, 2));
  const once = probeFeatures(features, rows);
  const twice = probeFeatures(repeated(features), {
    targets: repeated(rows.targets),
    episodes: episodes.flatMap((episode) => [episode, episode]),
    split: splitByEpisode(
      episodes.flatMap((episode) => [episode, episode]),
      7,
    ),
  });
  expect(twice.penalty).toBe(once.penalty);
  expect(twice.r2).toBeCloseTo(once.r2, 9);
  twice.interval.forEach((end, i) => {
    expect(end).toBeCloseTo(once.interval[i]!, 9);
  });
  expect(once.interval[1] - once.interval[0]).toBeGreaterThan(0.01);
});

/** Every row twice. */
function repeated({ rows, columns, values }: Matrix): Matrix {
  const doubled = Array.from({ length: rows }, (_, n) => {
    const row = [...values.subarray(n * columns, (n + 1) * columns)];
    return [row, row];
  });
  return matrix(doubled.flat());
}

describe('SinceSeen', () => {
  test('counts from the last moment in view; nothing before the first', () => {
    const since = new SinceSeen();
    const seen = [false, false, true, false, false, true, true, false];
    expect(seen.map((inView) => since.next(inView))).toEqual([
      undefined,
      undefined,
      undefined,
      1,
      2,
      undefined,
      undefined,
      1,
    ]);
  });
});
