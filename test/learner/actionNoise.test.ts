import { expect, test } from 'vitest';
import { actionNoise } from '../../src/learner/index.js';
import type { NoiseKey } from '../../src/learner/index.js';

const KEY: NoiseKey = { seed: 3, first: 0, environments: 4, step: 10, actions: 9 };

/** Rows of `[environments, actions]`. */
function rows(key: NoiseKey): number[][] {
  const noise = Array.from(actionNoise(key));
  return Array.from({ length: key.environments }, (_, i) =>
    noise.slice(i * key.actions, (i + 1) * key.actions),
  );
}

test('an environment draws the same, whichever others are drawn with it', () => {
  const together = rows({ ...KEY, environments: 5 });
  expect(together).toHaveLength(5);
  together.forEach((row, environment) => {
    expect(rows({ ...KEY, first: environment, environments: 1 })).toEqual([row]);
  });
});

test('every seed, environment and step draws anew', () => {
  const keys = [3, 4].flatMap((seed) =>
    [10, 11].map((step): NoiseKey => ({ ...KEY, seed, step, environments: 4 })),
  );
  const numbers = keys.flatMap((key) => rows(key).map((row) => row.join()));
  expect(new Set(numbers).size).toBe(16);
  expect(rows(KEY)).toEqual(rows(KEY));
});

test('is uniform on (0, 1), without its ends, and independent between neighbours', () => {
  const steps = 500;
  const draws = Array.from({ length: steps }, (_, step) =>
    Array.from(actionNoise({ ...KEY, step, environments: 16, actions: 5 })),
  );
  const all = draws.flat();
  const n = all.length; // 40,000
  expect(Math.min(...all)).toBeGreaterThan(0);
  expect(Math.max(...all)).toBeLessThan(1);
  // Midpoints of a grid: no draw, however rare, is 0 or 1, where the double logarithm has no value.
  expect(all.every((value) => (value * 2 ** 23) % 1 === 0.5)).toBe(true);
  // χ² of 64 equal bins: 63 degrees of freedom, P(χ² > 121) < 1e-5.
  const bins = new Array<number>(64).fill(0);
  for (const value of all) bins[Math.floor(value * 64)]! += 1;
  const chiSquared = bins.reduce((sum, count) => sum + (count - n / 64) ** 2 / (n / 64), 0);
  expect(chiSquared).toBeLessThan(121);
  // Correlation with the next action, environment and step: five standard deviations of 1/√n.
  for (const lag of [1, 5, 80]) {
    const products = all.slice(lag).map((value, i) => (value - 0.5) * (all[i]! - 0.5) * 12);
    const correlation = products.reduce((sum, product) => sum + product, 0) / products.length;
    expect(Math.abs(correlation), `lag ${lag}`).toBeLessThan(5 / Math.sqrt(n));
  }
});

test('the Gumbel-max trick draws from the softmax with it', () => {
  const logits = [0, 1, -1, 2];
  const weights = logits.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const n = 20_000;
  const noise = actionNoise({ ...KEY, environments: n, actions: 4 });
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const scores = logits.map((logit, a) => logit - Math.log(-Math.log(noise[4 * i + a]!)));
    counts[scores.indexOf(Math.max(...scores))]! += 1;
  }
  weights.forEach((weight, action) => {
    const p = weight / total;
    const deviations = (counts[action]! - n * p) / Math.sqrt(n * p * (1 - p));
    expect(Math.abs(deviations), `action ${action}`).toBeLessThan(4.5);
  });
});
