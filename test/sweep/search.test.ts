import { describe, expect, test } from 'vitest';
import { drawHyperparameter } from '../../src/sweep/index.js';
import type { Distribution, Hyperparameter } from '../../src/sweep/index.js';

const DRAWS = 4000;

function drawMany(distribution: Distribution, path = 'agent.learningRate'): Hyperparameter[] {
  return Array.from({ length: DRAWS }, (_, draw) =>
    drawHyperparameter(distribution, { seed: 5, draw, path }),
  );
}

/**
 * Kolmogorov-Smirnov distance of a sample from its distribution function; P(D > 1.95 / √n) ≈ 0.001.
 */
function distance(sample: readonly number[], distribution: (x: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return Math.max(...sorted.map((x, i) => Math.abs(distribution(x) - (i + 0.5) / sorted.length)));
}

const MOST = 1.95 / Math.sqrt(DRAWS);

test('logUniform: the logarithm is evenly spread over the range', () => {
  const drawn = drawMany({ logUniform: { from: 5e-6, to: 5e-3 } }) as number[];
  // P(X < x) = (ln x − ln from) / (ln to − ln from), and ln(5e-3 / 5e-6) = ln 1000.
  expect(distance(drawn, (x) => Math.log(x / 5e-6) / Math.log(1000))).toBeLessThan(MOST);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(5e-6);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(5e-3);
});

test('uniform: evenly spread over the range', () => {
  const drawn = drawMany({ uniform: { from: -2, to: 6 } }) as number[];
  expect(distance(drawn, (x) => (x + 2) / 8)).toBeLessThan(MOST);
});

test('choice: all equally often', () => {
  const values = [0.1, 1e-3, 1e-5, 1e-7];
  const drawn = drawMany({ choice: values });
  const counts = values.map((value) => drawn.filter((other) => other === value).length);
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(DRAWS);
  const expected = DRAWS / 4;
  const chiSquared = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  expect(chiSquared).toBeLessThan(16.3); // 3 degrees of freedom: P ≈ 0.001
});

test('a number has six significant digits and stays in its range', () => {
  const range = { from: 0.12345678, to: 0.12345679 };
  expect(drawMany({ uniform: range }).every((x) => Number(x) >= range.from)).toBe(true);
  for (const x of drawMany({ logUniform: { from: 1e-4, to: 1 } }).slice(0, 50)) {
    expect(Number((x as number).toPrecision(6))).toBe(x);
  }
});

describe('a value depends on seed, draw and path alone', () => {
  const distribution = { logUniform: { from: 1e-5, to: 1 } };
  const draw = (seed: number, number: number, path: string): Hyperparameter =>
    drawHyperparameter(distribution, { seed, draw: number, path });

  test('equal keys give equal values, others do not', () => {
    expect(draw(1, 2, 'agent.a')).toBe(draw(1, 2, 'agent.a'));
    const others = [draw(2, 2, 'agent.a'), draw(1, 3, 'agent.a'), draw(1, 2, 'agent.b')];
    expect(new Set([draw(1, 2, 'agent.a'), ...others]).size).toBe(4);
  });

  test('two settings of a draw are not correlated', () => {
    const [a, b] = ['agent.a', 'agent.b'].map((path) =>
      drawMany(distribution, path).map((x) => Math.log(x as number)),
    );
    expect(Math.abs(correlation(a!, b!))).toBeLessThan(3.3 / Math.sqrt(DRAWS)); // P ≈ 0.001
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((x, i) => (x - meanA) * (b[i]! - meanB)));
  const variances = mean(a.map((x) => (x - meanA) ** 2)) * mean(b.map((x) => (x - meanB) ** 2));
  return covariance / Math.sqrt(variances);
}
