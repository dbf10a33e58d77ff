import { describe, expect, test } from 'vitest';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { numericalGradient } from '../../support/numericalGradient.js';
import { nestedInputs, randomCase, runCpc, startsAt } from './cases.js';
import type { CpcCase, CpcOutcome } from './cases.js';
import { caseOfOneStep, caseWithoutAnchors, configurations } from './configurations.js';
import { cpcReference, spreadReference } from './reference.js';
import type { CpcStep } from './reference.js';

const METRICS = {
  batch: ['loss', 'infoNceEstimate', 'accuracy'],
  all: ['loss', 'infoNceEstimate', 'accuracy', 'sameTrajectoryAccuracy', 'otherTrajectoryAccuracy'],
  sampled: ['loss', 'infoNceEstimate', 'accuracy'],
} as const;
/** Of the features alone; one number each. */
const HEALTH = ['embeddingSpread', 'episodeStarts'];

const withoutNulls = (values: readonly (number | null)[]): number[] =>
  values.filter((value) => value !== null);

async function expectReferenceValues(given: CpcCase): Promise<void> {
  const { loss, metrics } = await runCpc(given);
  const expected = cpcReference(nestedInputs(given));
  expectClose([loss], [expected.loss], { what: 'loss' });
  expect(Object.keys(metrics).sort()).toEqual([...METRICS[given.negatives], ...HEALTH].sort());
  for (const name of METRICS[given.negatives]) {
    const wanted = expected.steps.map((step) => step[name]);
    const got = metrics[name]!;
    expect(
      got.map((value) => value === null),
      name,
    ).toEqual(wanted.map((value) => value === null));
    expectClose(withoutNulls(got), withoutNulls(wanted), { what: name });
  }
  const spread = spreadReference(nestedInputs(given).embeddings);
  expectClose(metrics.embeddingSpread as number[], [spread], { what: 'embeddingSpread' });
  const starts = given.episodeStarts.filter((start) => start === 1).length;
  expectClose(metrics.episodeStarts as number[], [starts / given.episodeStarts.length]);
}

type Gradients = CpcOutcome['gradients'];
const INPUTS = ['embeddings', 'contexts', 'predictions'] as const;

/** Slow, so every case is differenced once for all engines. */
const differences = new Map<CpcCase, Gradients>();

function referenceGradients(given: CpcCase): Gradients {
  const lossAt = (change: Partial<CpcCase>): number =>
    cpcReference(nestedInputs({ ...given, ...change })).loss;
  const known = differences.get(given) ?? {
    embeddings: numericalGradient((x) => lossAt({ embeddings: x }), given.embeddings),
    contexts: numericalGradient((x) => lossAt({ contexts: x }), given.contexts),
    predictions: numericalGradient((x) => lossAt({ predictions: x }), given.predictions),
  };
  differences.set(given, known);
  return known;
}

async function expectReferenceGradients(given: CpcCase): Promise<void> {
  const { gradients } = await runCpc(given);
  const expected = referenceGradients(given);
  for (const name of INPUTS) {
    expectClose(gradients[name], expected[name], { what: `gradient of ${name}` });
  }
}

const KINDS = ['batch', 'all', 'sampled'] as const;
const CASES = {
  batch: configurations('batch'),
  all: configurations('all'),
  sampled: configurations('sampled'),
};

describeOnEveryEngine('CPC', () => {
  describe.each(KINDS)('negatives: %s', (negatives) => {
    describe.each(CASES[negatives])('%s', (_, given) => {
      test('loss and metrics equal the float64 reference', async () => {
        await expectReferenceValues(given);
      });

      test('gradients equal central differences of the float64 reference', async () => {
        await expectReferenceGradients(given);
      });
    });

    test.each([
      ['every observation opens an episode', caseWithoutAnchors(negatives)],
      ['an unroll of one step', caseOfOneStep(negatives)],
    ])('%s: loss 0, gradients 0, every metric null', async (_, given) => {
      const { loss, metrics, gradients } = await runCpc(given);
      expect(loss).toBe(0);
      expect(Object.keys(metrics).sort()).toEqual([...METRICS[negatives], ...HEALTH].sort());
      for (const name of METRICS[negatives]) expect(metrics[name]).toEqual([null, null, null]);
      for (const name of INPUTS) {
        expectClose(gradients[name], Array<number>(given[name].length).fill(0), { what: name });
      }
    });
  });

  test("one sequence finds its negatives in itself with negatives: 'all'", async () => {
    const sizes = { T: 8, B: 1, Z: 4, C: 5, K: 4, negatives: 'all' } as const;
    const given = randomCase(sizes, { seed: 3, episodeStarts: startsAt(sizes, [[5, 0]]) });
    await expectReferenceValues(given);
    await expectReferenceGradients(given);
  });

  describe('two sequences of two observations, Z = C = K = 1, W = 1, worked by hand', () => {
    // c_0 = 1 in both sequences, so a score is the embedding itself and its exponential is
    //            sequence 0   sequence 1
    //    z_0          2            4
    //    z_1          3            1
    // The anchors are (0, 0) with positive 3 and (0, 1) with positive 1.
    const given = (negatives: CpcCase['negatives']): CpcCase => ({
      ...{ T: 2, B: 2, Z: 1, C: 1, K: 1, negatives },
      embeddings: [Math.log(2), Math.log(4), Math.log(3), 0],
      contexts: [1, 1, 9, 9], // the last row has no target, its contexts are never used
      episodeStarts: [0, 0, 0, 0],
      predictions: [1],
    });

    test('batch: (ln(4/3) + ln 4) / 2 = ln(16/3) / 2', async () => {
      const { loss, metrics } = await runCpc(given('batch'));
      expect(loss).toBeCloseTo(0.8369882, 6);
      expect(metrics.loss![0]).toBeCloseTo(0.8369882, 6);
      expect(metrics.infoNceEstimate![0]).toBeCloseTo(0.6931472 - 0.8369882, 6); // ln 2 − L
      expect(metrics.accuracy).toEqual([0.5]); // 3 > 1, but not 1 > 3
    });

    test('batch: gradients are softmax minus one-hot', async () => {
      // p = (3/4, 1/4) for both anchors. dL/dz_1 = ½·[(p₀−1) + p₀, p₁ + (p₁−1)] = [1/4, −1/4];
      // dL/dc = ½·(Σ p z − z⁺): ½·(¾ ln 3 − ln 3) and ½·¾ ln 3; dL/dW = their sum, as c = 1.
      const { gradients } = await runCpc(given('batch'));
      expectClose(gradients.embeddings, [0, 0, 0.25, -0.25], { tolerance: 1e-6 });
      expectClose(gradients.contexts, [-Math.log(3) / 8, (3 / 8) * Math.log(3), 0, 0]);
      expectClose(gradients.predictions, [Math.log(3) / 4]);
    });

    test('all: (ln(10/3) + ln 10) / 2 = ln(100/3) / 2', async () => {
      const { loss, metrics } = await runCpc(given('all'));
      expect(loss).toBeCloseTo(1.753279, 6);
      expect(metrics.infoNceEstimate![0]).toBeCloseTo(1.3862944 - 1.753279, 6); // ln 4 − L
      expect(metrics.accuracy).toEqual([0]); // z = ln 4 of sequence 1 beats both
      expect(metrics.sameTrajectoryAccuracy).toEqual([0.5]); // 3 > 2, but not 1 > 4
      expect(metrics.otherTrajectoryAccuracy).toEqual([0]); // not 3 > 4, not 1 > 3
    });
  });

  test('the reference itself gives the hand-worked number', () => {
    const step: CpcStep | undefined = cpcReference({
      embeddings: [[[Math.log(2)], [Math.log(4)]], [[Math.log(3)], [0]]], // prettier-ignore
      contexts: [[[1], [1]], [[9], [9]]], // prettier-ignore
      episodeStarts: [[0, 0], [0, 0]], // prettier-ignore
      predictions: [[[1]]],
      negatives: 'all',
    }).steps[0];
    expect(step?.loss).toBeCloseTo(Math.log(100 / 3) / 2, 12);
  });
});
