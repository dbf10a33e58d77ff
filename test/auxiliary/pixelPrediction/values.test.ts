import { describe, expect, test } from 'vitest';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { expectGradients, expectMetrics } from '../expectOutcome.js';
import { referenceGradients } from '../referenceGradients.js';
import { randomCase, runPixelPrediction, SIZES } from './cases.js';
import type { PixelPredictionCase } from './cases.js';
import { pixelPredictionLoss, pixelPredictionReference } from './reference.js';

const CASES: Readonly<Record<string, PixelPredictionCase>> = {
  'no episode start': randomCase(SIZES, { seed: 1, starts: [] }),
  'episode starts in the middle and at both ends': randomCase(SIZES, {
    ...{ seed: 2, starts: [[0, 0], [3, 0], [6, 1], [2, 1]] }, // prettier-ignore
  }),
  'no anchor for the far step': randomCase(SIZES, {
    ...{ seed: 3, starts: [[2, 0], [4, 0], [6, 0], [1, 1], [3, 1], [5, 1]] }, // prettier-ignore
  }),
  'every second step an anchor, no step 1': randomCase(
    { ...SIZES, T: 8, steps: [2, 3], anchorStride: 2 },
    { seed: 4, starts: [[5, 1]] },
  ),
  'pictures cut on both sides, a map cut to size': randomCase(
    {
      ...SIZES,
      // 11 = 1 + 3·3 + 1 rows, 16 = 5·3 + 1 columns; maps of 3×5 out of 4×6
      cells: { image: [11, 16], cellSize: 3, size: [3, 5], start: [1, 0] },
    },
    { seed: 5, starts: [[4, 0]] },
  ),
  'an unroll that ends before the far target': randomCase(
    { ...SIZES, T: 3, steps: [1, 5] },
    { seed: 6, starts: [] },
  ),
};

describeOnEveryEngine('pixel prediction', () => {
  describe.each(Object.entries(CASES))('%s', (_, given) => {
    test('loss, metrics and gradients equal the float64 reference', () => {
      const { loss, metrics, gradients } = runPixelPrediction(given);
      const expected = pixelPredictionReference(given);
      expectClose([loss], [expected.loss], { what: 'loss' });
      expectMetrics(metrics, expected.metrics);
      expectGradients(gradients, referenceGradients(given, pixelPredictionLoss));
    });
  });

  test.each([
    ['every observation opens an episode', 7],
    ['an unroll of one step', 1],
  ])('%s: loss 0, gradients 0, no metric has a value', (_, T) => {
    const sizes = { ...SIZES, T };
    const everywhere = Array.from({ length: 2 * T }, (_, i): [number, number] => [
      Math.floor(i / 2),
      i % 2,
    ]);
    const { loss, metrics, gradients } = runPixelPrediction(
      randomCase(sizes, { seed: 7, starts: T === 1 ? [] : everywhere }),
    );
    expect(loss).toBe(0);
    for (const values of Object.values(metrics)) expect(values).toEqual([null, null]);
    for (const values of Object.values(gradients)) {
      expectClose(values, Array<number>(values.length).fill(0));
    }
  });

  test('by hand: a decoder of bias alone, pictures of one colour', () => {
    // One cell of 4×4; every prediction is the bias 0.5. Pictures are 0, 0.25, 1 at t = 0, 1, 2.
    // k = 1: targets 0.25, 1: L = (1/16 + 1/4)/2 = 5/32; their mean 5/8: V = 9/64; changes 1/16, 9/16: P = 5/16.
    // k = 2: target 1: L = 1/4; V = 0, so no share; P = 1.
    const sizes = {
      ...{ T: 3, B: 1, C: 1, steps: [1, 2], anchorStride: 1, hiddenSize: 1, channels: 1 },
      cells: { image: [4, 4], cellSize: 4, size: [1, 1], start: [0, 0] },
      small: [1, 1],
    } as const;
    const given = randomCase(sizes, { seed: 8, starts: [] });
    const variables = Object.fromEntries(
      Object.entries(given.variables).map(([name, values]) => [
        name,
        values.map(() => (name.endsWith('deconvolution/bias') ? 0.5 : 0)),
      ]),
    );
    const pixels = [0, 0.25, 1].flatMap((colour) => Array<number>(48).fill(colour));
    const { loss, metrics } = runPixelPrediction({ ...given, variables, pixels });
    expectClose([loss], [(5 / 32 + 1 / 4) / 2], { tolerance: 1e-6 });
    expectMetrics(metrics, {
      loss: [5 / 32, 1 / 4],
      explainedVariance: [1 - 10 / 9, null], // (5/32) / (9/64)
      persistenceSkill: [1 / 2, 3 / 4],
    });
  });
});
