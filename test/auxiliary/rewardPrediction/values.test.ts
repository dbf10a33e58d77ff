import { describe, expect, test } from 'vitest';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { numericalGradient } from '../../support/numericalGradient.js';
import { expectGradients, expectMetrics } from '../expectOutcome.js';
import { randomCase, runRewardPrediction, SIZES } from './cases.js';
import type { RewardPredictionCase } from './cases.js';
import { rewardPredictionReference } from './reference.js';

const CASES: Readonly<Record<string, RewardPredictionCase>> = {
  'no episode start': randomCase(SIZES, { seed: 1 }),
  'episode starts in the middle and at both ends': randomCase(SIZES, {
    ...{ seed: 2, starts: [[0, 0], [3, 0], [5, 0], [4, 1], [8, 2]] }, // prettier-ignore
  }),
  'no negative reward': randomCase(SIZES, { seed: 3, kinds: [0, 0, 1] }),
  'two observations': randomCase({ ...SIZES, observations: 2 }, { seed: 4, starts: [[4, 1]] }),
  'an unroll as long as a window': randomCase({ ...SIZES, T: 3, B: 6 }, { seed: 5 }),
};

/** Slow, so every case is differenced once for all engines. */
const differences = new Map<RewardPredictionCase, Record<string, number[]>>();

function referenceGradients(given: RewardPredictionCase): Record<string, number[]> {
  const known = differences.get(given);
  if (known) return known;
  const lossAt = (change: Partial<RewardPredictionCase>): number =>
    rewardPredictionReference({ ...given, ...change }).loss;
  const { variables, embeddings } = given;
  const gradients = Object.fromEntries(
    Object.entries(variables).map(([name, values]) => [
      name,
      numericalGradient((x) => lossAt({ variables: { ...variables, [name]: x } }), values),
    ]),
  );
  gradients.embeddings = numericalGradient((x) => lossAt({ embeddings: x }), embeddings);
  differences.set(given, gradients);
  return gradients;
}

describeOnEveryEngine('reward prediction', () => {
  describe.each(Object.entries(CASES))('%s', (_, given) => {
    test('loss, metrics and gradients equal the float64 reference', () => {
      const { loss, metrics, gradients } = runRewardPrediction(given);
      const expected = rewardPredictionReference(given);
      expect(expected.loss).toBeGreaterThan(0);
      expectClose([loss], [expected.loss], { what: 'loss' });
      expectMetrics(metrics, expected.metrics);
      expectGradients(gradients, referenceGradients(given));
    });
  });

  test.each<[string, RewardPredictionCase, Record<string, (number | null)[]>]>([
    [
      'rewards alone',
      randomCase(SIZES, { seed: 11, kinds: [1, -1] }),
      { loss: [null], zeroAccuracy: [null] },
    ],
    [
      'zeros alone',
      randomCase(SIZES, { seed: 12, kinds: [0] }),
      { loss: [null], positiveAccuracy: [null], negativeAccuracy: [null] },
    ],
    [
      'an unroll shorter than a window',
      randomCase({ ...SIZES, T: 2 }, { seed: 13 }),
      { loss: [null], positiveAccuracy: [null], negativeAccuracy: [null], zeroAccuracy: [null] },
    ],
  ])('%s: loss and gradients 0, no value for what is missing', (_, given, missing) => {
    const { loss, metrics, gradients } = runRewardPrediction(given);
    expect(loss).toBe(0);
    expect(metrics).toMatchObject(missing);
    expectMetrics(metrics, rewardPredictionReference(given).metrics);
    for (const values of Object.values(gradients)) {
      expectClose(values, Array<number>(values.length).fill(0));
    }
  });

  test('by hand: constant logits, four rows, one of them positive', () => {
    // Logits (ln 2, 0, 0): p = (1/2, 1/4, 1/4). Rows: +, 0, 0, 0. Half of ln 2, half of ln 4: 1.5 ln 2.
    const sizes = { T: 5, B: 1, Z: 1, observations: 2, hiddenSize: 1 };
    const given = randomCase(sizes, { seed: 14 });
    const zeros = Object.entries(given.variables).map(([name, values]) => [
      name,
      name.endsWith('logits/bias') ? [Math.log(2), 0, 0] : values.map(() => 0),
    ]);
    const { loss, metrics, gradients } = runRewardPrediction({
      ...given,
      variables: Object.fromEntries(zeros) as Record<string, number[]>,
      rewards: [-1, 0, 0.5, 0, 0], // the first row has no observation before it
    });
    expectClose([loss], [1.5 * Math.log(2)], { tolerance: 1e-6 });
    expectMetrics(metrics, {
      loss: [1.5 * Math.log(2)],
      positiveAccuracy: [1],
      negativeAccuracy: [null],
      zeroAccuracy: [0],
    });
    // Σ w (p − label): ½ of (−1/2, 1/4, 1/4) and ½ of (1/2, 1/4, −3/4)
    expectClose(gradients['rewardPrediction/logits/bias']!, [0, 1 / 4, -1 / 4]);
  });
});
