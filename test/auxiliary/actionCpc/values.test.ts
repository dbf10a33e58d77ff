import { describe, expect, test } from 'vitest';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { numericalGradient } from '../../support/numericalGradient.js';
import { startsAt } from '../cpc/cases.js';
import { DIFFERENTIABLE, nestedInputs, randomActionCase, runActionCpc } from './cases.js';
import type { ActionCpcCase, ActionCpcOutcome } from './cases.js';
import { actionCpcReference } from './reference.js';

const KINDS = ['batch', 'all', 'sampled'] as const;

type Layout = Pick<ActionCpcCase, 'T' | 'B' | 'Z' | 'C' | 'K' | 'A' | 'anchorStride'> & {
  readonly starts: readonly (readonly [number, number])[];
};

const LAYOUTS: Readonly<Record<string, Layout>> = {
  'no episode start': { T: 6, B: 2, Z: 3, C: 4, K: 3, A: 2, starts: [] },
  'starts inside, K beyond the unroll': {
    ...{ T: 5, B: 3, Z: 4, C: 3, K: 6, A: 3 },
    starts: [[0, 0], [2, 1], [4, 2]], // prettier-ignore
  },
  'one step ahead': { T: 4, B: 2, Z: 3, C: 3, K: 1, A: 4, starts: [[2, 0]] },
  'every second step an anchor': {
    ...{ T: 7, B: 2, Z: 3, C: 3, K: 4, A: 2, anchorStride: 2 },
    starts: [[3, 1]],
  },
  'every third step an anchor': {
    ...{ T: 8, B: 2, Z: 2, C: 3, K: 5, A: 3, anchorStride: 3 },
    starts: [[5, 0]],
  },
};

type Gradients = ActionCpcOutcome['gradients'];

/** Slow, so every case is differenced once for all engines. */
const differences = new Map<ActionCpcCase, Gradients>();

function referenceGradients(given: ActionCpcCase): Gradients {
  const known = differences.get(given);
  if (known) return known;
  const lossAt = (change: Partial<ActionCpcCase>): number =>
    actionCpcReference(nestedInputs({ ...given, ...change })).loss;
  const entries = DIFFERENTIABLE.map(
    (name) => [name, numericalGradient((x) => lossAt({ [name]: x }), given[name])] as const,
  );
  const gradients = Object.fromEntries(entries) as unknown as Gradients;
  differences.set(given, gradients);
  return gradients;
}

const CASES = KINDS.map((negatives) => {
  const cases = Object.entries(LAYOUTS).map(([name, { starts, ...sizes }], index) => {
    const episodeStarts = startsAt(sizes, starts);
    const given = randomActionCase({ ...sizes, negatives }, { seed: 300 + index, episodeStarts });
    return [name, given] as const;
  });
  return [negatives, cases] as const;
});

describeOnEveryEngine('action-conditioned CPC', () => {
  describe.each(CASES)('negatives: %s', (_, cases) => {
    test.each(cases)('%s: loss and metrics equal the float64 reference', (_name, given) => {
      const { loss, metrics } = runActionCpc(given);
      const expected = actionCpcReference(nestedInputs(given));
      expectClose([loss], [expected.loss], { what: 'loss' });
      for (const name of ['loss', 'infoNceEstimate', 'accuracy'] as const) {
        const wanted = expected.steps.map((step) => step[name]);
        expect(metrics[name]!.map((x) => x === null)).toEqual(wanted.map((x) => x === null));
        const numbers = (values: (number | null)[]): number[] => values.filter((x) => x !== null);
        // The estimate is a small difference of two numbers near ln N.
        const tolerance = name === 'infoNceEstimate' ? 1e-4 : 1e-5;
        expectClose(numbers(metrics[name]!), numbers(wanted), { tolerance, what: name });
      }
    });

    test.each(cases)('%s: gradients equal central differences of it', (_name, given) => {
      const { gradients } = runActionCpc(given);
      const expected = referenceGradients(given);
      for (const name of DIFFERENTIABLE) {
        expectClose(gradients[name], expected[name], { what: `gradient of ${name}` });
      }
    });
  });

  test('one step of a GRU with one cell, worked by hand', () => {
    // Weights 0 but the candidate's for action 1, which is x: u = σ(0) = ½ and h ← ½ tanh x + ½ c.
    // With c = 0, W = 1 and x = atanh ½: b = ¼. Scores ¼·z of z = (4 ln 3, 0): softmax (¾, ¼).
    // Sequence 1 takes action 0: b = 0, its scores are equal.
    const x = Math.atanh(0.5);
    const { loss, metrics } = runActionCpc({
      ...{ T: 2, B: 2, Z: 1, C: 1, K: 1, A: 2, negatives: 'batch' },
      embeddings: [9, 9, 4 * Math.log(3), 0],
      contexts: [0, 0, 9, 9],
      episodeStarts: [0, 0, 0, 0],
      actions: [1, 0, 0, 1],
      map: [1],
      inputWeights: [0, 0, 0, 0, 0, x],
      recurrentWeights: [0, 0, 0],
      bias: [0, 0, 0],
    });
    expect(loss).toBeCloseTo((Math.log(4 / 3) + Math.log(2)) / 2, 6);
    expect(metrics.accuracy).toEqual([0.5]); // a tie is no hit
  });
});
