import { readFileSync } from 'node:fs';
import { Random } from '@rl-tools/env';
import { describe, expect, test } from 'vitest';
import { determination, predict, ridgeSystem, solveRidge } from '../../src/probe/index.js';
import { matrix, normals } from './matrices.js';

interface Golden {
  readonly features: number[][];
  readonly targets: number[][];
  readonly newFeatures: number[][];
  readonly newTargets: number[][];
  readonly fits: { penalty: number; predicted: number[][]; r2: number }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/ridge.json', import.meta.url), 'utf8'),
) as Golden;

describe('against scikit-learn', () => {
  const system = ridgeSystem(matrix(golden.features), matrix(golden.targets));

  test.each(golden.fits)('penalty $penalty', ({ penalty, predicted, r2 }) => {
    const map = solveRidge(system, penalty);
    const ours = predict(map, matrix(golden.newFeatures));
    predicted.flat().forEach((value, i) => {
      expect(ours.values[i]).toBeCloseTo(value, 8);
    });
    const targets = matrix(golden.newTargets);
    const episodes = golden.newTargets.map((_, row) => row % 3); // does not matter to R²
    expect(determination({ targets, predicted: ours, episodes })).toBeCloseTo(r2, 8);
  });
});

describe('where the answer is known', () => {
  test('a linear relation is found', () => {
    const features = normals({ rows: 60, columns: 4, seed: 1 });
    const truth = [
      [2, -1],
      [0, 3],
      [0.5, 0],
      [-4, 1],
    ];
    const targets = matrix(
      Array.from({ length: 60 }, (_, n) =>
        [7, -2].map((offset, m) =>
          truth.reduce((sum, row, i) => sum + features.values[4 * n + i]! * row[m]!, offset),
        ),
      ),
    );
    const map = solveRidge(ridgeSystem(features, targets), 1e-9);
    truth.flat().forEach((weight, i) => {
      expect(map.weights[i]).toBeCloseTo(weight, 7);
    });
    const zero = predict(map, matrix([[0, 0, 0, 0]]));
    expect([...zero.values].map((value) => Math.round(1e6 * value) / 1e6)).toEqual([7, -2]);
  });

  test('with one feature: weight = Σxy / (Σx² + α), worked by hand', () => {
    // x = −1, 0, 1 has deviation √(2/3); standardised: −√1.5, 0, √1.5, whose squares sum to 3.
    // y = 1, 2, 6 has mean 3; XᵀY = √1.5 · (3 + 2) = 5√1.5. α = 2: 5√1.5 / 5 = √1.5 per deviation,
    // that is √1.5 / √(2/3) = 1.5 per unit of x.
    const map = solveRidge(ridgeSystem(matrix([[-1], [0], [1]]), matrix([[1], [2], [6]])), 2);
    expect(map.weights[0]).toBeCloseTo(1.5, 12);
    expect([...predict(map, matrix([[2]])).values][0]).toBeCloseTo(6, 12);
  });

  test('a larger penalty never fits the training rows better, and leads to their mean', () => {
    const features = normals({ rows: 30, columns: 5, seed: 2 });
    const targets = normals({ rows: 30, columns: 1, seed: 3 });
    const system = ridgeSystem(features, targets);
    const errors = [1e-6, 1e-2, 1, 100, 1e12].map((penalty) => {
      const { values } = predict(solveRidge(system, penalty), features);
      return sumOf(Array.from(values, (value, i) => (value - targets.values[i]!) ** 2));
    });
    expect([...errors].sort((a, b) => a - b)).toEqual(errors);
    const mean = sumOf(Array.from(targets.values)) / 30;
    const spread = sumOf(Array.from(targets.values, (value) => (value - mean) ** 2));
    expect(errors.at(-1)).toBeCloseTo(spread, 6);
  });
});

test('R² is 1 for perfect predictions, 0 for the mean, and does not depend on row order', () => {
  const random = new Random(8);
  const rows = Array.from({ length: 20 }, () => [random.normal(), 5 * random.normal()]);
  const targets = matrix(rows);
  const means = [0, 1].map((m) => rows.reduce((sum, row) => sum + row[m]!, 0) / 20);
  const episodes = rows.map((_, n) => n % 4);
  expect(determination({ targets, predicted: targets, episodes })).toBe(1);
  const predicted = matrix(rows.map(() => means));
  expect(determination({ targets, predicted, episodes })).toBeCloseTo(0, 12);
});

test('rows have to be there, and equally many', () => {
  expect(() => ridgeSystem(matrix([[1]]), matrix([[1], [2]]))).toThrow('got 1 and 2');
  expect(() => ridgeSystem(matrix([]), matrix([]))).toThrow('at least one, got 0 and 0');
});

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
