import * as tf from '@tensorflow/tfjs';
import { Random } from '@rl-tools/env';
import { beforeAll, describe, expect, test } from 'vitest';
import { advantagesAndReturns } from '../../examples/shared/advantages.js';
import { minibatches } from '../../examples/shared/minibatches.js';
import { sampleActions } from '../../examples/shared/sampleActions.js';
import { chooseEngine } from '../../src/compute/index.js';

beforeAll(() => chooseEngine({ preferred: 'cpu' }));

describe('advantages and returns', () => {
  const rows = [
    { rewards: [1, 0], values: [0.5, 1], ends: [0, 1] },
    { rewards: [2, 4], values: [1, 2], ends: [0, 0] },
  ];

  test('are one-step errors for λ = 0', () => {
    // r + γ V' − V with γ = 0.5: 1 + 0.5·1 − 0.5, 0 − 1 (ended); 2 + 0.5·4 − 1, 4 + 0.5·6 − 2
    const targets = advantagesAndReturns({ rows, lastValues: [4, 6], discount: 0.5, lambda: 0 });
    expect([...targets.advantages]).toEqual([1, -1, 3, 5]);
    expect([...targets.returns]).toEqual([1.5, 0, 4, 7]); // + V
  });

  test('are n-step returns for λ = 1', () => {
    // column 0: 1 + 0.5·(2 + 0.5·4) = 3; column 1: 0, its episode ends
    const targets = advantagesAndReturns({ rows, lastValues: [4, 6], discount: 0.5, lambda: 1 });
    expect([...targets.returns]).toEqual([3, 0, 4, 7]);
    expect([...targets.advantages]).toEqual([2.5, -1, 3, 5]);
  });
});

test('actions are drawn as often as the policy says', () => {
  const random = new Random(1);
  const rows = new Float32Array(4000 * 3);
  for (let row = 0; row < 4000; row++) rows.set([Math.log(1), Math.log(3), 7], 3 * row);
  const { actions, logProbabilities, values } = sampleActions(rows, 4000, random);
  const ones = actions.filter((action) => action === 1).length;
  expect(Math.abs(ones / 4000 - 0.75)).toBeLessThan(0.03); // four deviations
  actions.forEach((action, row) => {
    expect(logProbabilities[row]).toBeCloseTo(Math.log(action === 1 ? 0.75 : 0.25), 6);
  });
  expect(new Set(values)).toEqual(new Set([7]));
});

test('minibatches are whole sequences, each once, with their own state', () => {
  const [steps, batch] = [3, 6];
  const plane = (scale: number, dtype: 'int32' | 'float32' = 'float32'): tf.Tensor2D =>
    tf.tensor2d(
      Array.from(
        { length: steps * batch },
        (_, i) => scale * (10 * Math.floor(i / batch) + (i % batch)),
      ),
      [steps, batch],
      dtype,
    );
  const rollout = {
    observations: plane(1),
    episodeStarts: plane(0),
    actions: plane(1, 'int32'),
    logProbabilities: plane(-1),
    advantages: plane(2),
    returns: plane(3),
    firstState: [tf.tensor2d([0, 1, 2, 3, 4, 5], [6, 1])],
  };
  const seen = [...minibatches(rollout, 2, new Random(4))].map((part) => {
    const [columns] = [Array.from(part.firstState[0]!.dataSync())];
    const rows = [0, 10, 20].map((row) => columns.map((column) => row + column));
    expect(part.observations.arraySync()).toEqual(rows);
    expect(part.actions.arraySync()).toEqual(rows);
    expect(part.returns.arraySync()).toEqual(rows.map((row) => row.map((value) => 3 * value)));
    return columns;
  });
  expect(seen.map((columns) => columns.length)).toEqual([3, 3]);
  expect(seen.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(seen.flat()).not.toEqual([0, 2, 4, 1, 3, 5]); // shuffled
});
