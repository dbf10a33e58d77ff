import { describe, expect, test } from 'vitest';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { expectGradients, expectMetrics } from '../expectOutcome.js';
import { referenceGradients } from '../referenceGradients.js';
import { randomCase, runPixelControl, SIZES } from './cases.js';
import type { PixelControlCase } from './cases.js';
import { pixelControlLoss, pixelControlReference, returnsOf } from './reference.js';

const CASES: Readonly<Record<string, PixelControlCase>> = {
  'no episode start': randomCase(SIZES, { seed: 1, starts: [] }),
  'episode starts in the middle': randomCase(SIZES, {
    ...{ seed: 2, starts: [[0, 0], [3, 0], [1, 1], [2, 1]] }, // prettier-ignore
  }),
  'an episode that starts in the last row': randomCase(SIZES, {
    ...{ seed: 3, starts: [[5, 0], [4, 1], [5, 1]] }, // prettier-ignore
  }),
  'two rows, two actions, no discount': randomCase(
    { ...SIZES, T: 2, actionCount: 2, discount: 0 },
    { seed: 4, starts: [] },
  ),
  'pictures cut on both sides, a map cut to size': randomCase(
    {
      ...SIZES,
      // 11 = 1 + 3·3 + 1 rows, 16 = 5·3 + 1 columns; maps of 3×5 out of 4×6
      cells: { image: [11, 16], cellSize: 3, size: [3, 5], start: [1, 0] },
    },
    { seed: 5, starts: [[4, 0]] },
  ),
};

describeOnEveryEngine('pixel control', () => {
  describe.each(Object.entries(CASES))('%s', (_, given) => {
    test('loss, metrics and gradients equal the float64 reference', () => {
      const { loss, metrics, gradients } = runPixelControl(given);
      const expected = pixelControlReference(given);
      expect(expected.loss).toBeGreaterThan(0);
      expectClose([loss], [expected.loss], { what: 'loss' });
      expectMetrics(metrics, expected.metrics);
      const returns = returnsOf(given); // held fixed: targets are constants
      const differenced = referenceGradients(given, (one) => pixelControlLoss(one, returns));
      expectGradients(gradients, differenced);
    });
  });

  test.each([
    ['every observation opens an episode', 6],
    ['an unroll of one step', 1],
  ])('%s: loss 0, gradients 0, no metric has a value', (_, T) => {
    const sizes = { ...SIZES, T };
    const everywhere = Array.from({ length: 2 * T }, (_, i): [number, number] => [
      Math.floor(i / 2),
      i % 2,
    ]);
    const { loss, metrics, gradients } = runPixelControl(
      randomCase(sizes, { seed: 7, starts: T === 1 ? [] : everywhere }),
    );
    expect(loss).toBe(0);
    for (const values of Object.values(metrics)) expect(values).toEqual([null]);
    for (const values of Object.values(gradients)) {
      expectClose(values, Array<number>(values.length).fill(0));
    }
  });

  test('by hand: a head of biases alone, pictures of one colour', () => {
    // One cell; V = 1, advantages (0, 3), mean 3/2: Q = (−1/2, 5/2). Pictures 0, 1/4, 1: r = 1/4, 3/4. γ = 1/2.
    // G_1 = 3/4 + 1/2 · 5/2 = 2, G_0 = 1/4 + 1/2 · 2 = 5/4. Actions 0, 1: errors 7/4, −1/2; squares 49/16, 4/16.
    // Of the returns: mean 13/8, squared distances 9/64 + 9/64 = 18/64; 1 − (53/16)/(18/64) = 1 − 106/9.
    const sizes = {
      ...{ T: 3, B: 1, C: 1, actionCount: 2, channels: 1, discount: 0.5 },
      cells: { image: [4, 4], cellSize: 4, size: [1, 1], start: [0, 0] },
      small: [1, 1],
    } as const;
    const given = randomCase(sizes, { seed: 8, starts: [[0, 0]] });
    const variables = Object.fromEntries(
      Object.entries(given.variables).map(([name, values]) => [
        name,
        name.endsWith('deconvolution/bias') ? [1, 0, 3] : values.map(() => 0),
      ]),
    );
    const pixels = [0, 0.25, 1].flatMap((colour) => Array<number>(48).fill(colour));
    const { loss, metrics, gradients } = runPixelControl({
      ...given,
      variables,
      pixels,
      actions: [0, 1, 0],
    });
    expectClose([loss], [53 / 32], { tolerance: 1e-6 });
    expectMetrics(metrics, {
      loss: [53 / 32],
      pixelChange: [1 / 2],
      actionValue: [1],
      explainedVariance: [1 - 106 / 9],
    });
    // dL/dQ = −(G − Q) = −7/4 and 1/2. V gets their sum; an advantage ½(own) − ½(other): (−7/4·½ − ½·½, opposite).
    expectClose(gradients['pixelControl/deconvolution/bias']!, [-5 / 4, -9 / 8, 9 / 8]);
  });
});
