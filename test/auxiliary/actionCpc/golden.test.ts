import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { DIFFERENTIABLE, nestedInputs, runActionCpc } from './cases.js';
import type { ActionCpcCase } from './cases.js';
import { actionCpcReference } from './reference.js';

const KINDS = ['batch', 'all', 'sampled'] as const;
type Numbers = Omit<ActionCpcCase, 'T' | 'B' | 'Z' | 'C' | 'K' | 'A' | 'negatives'>;

interface Golden extends Numbers {
  readonly sizes: Pick<ActionCpcCase, 'T' | 'B' | 'Z' | 'C' | 'K' | 'A'>;
  readonly expected: Record<
    (typeof KINDS)[number],
    {
      readonly loss: number;
      /** Per k; null where no anchor was valid. */
      readonly steps: readonly (Readonly<Record<string, number>> | null)[];
      readonly gradients: Readonly<Record<(typeof DIFFERENTIABLE)[number], number[]>>;
    }
  >;
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/action_cpc.json', import.meta.url), 'utf8'),
) as Golden;

const caseFor = (negatives: (typeof KINDS)[number]): ActionCpcCase => ({
  ...golden.sizes,
  ...golden,
  negatives,
});

describeOnEveryEngine('action-conditioned CPC against PyTorch', () => {
  test.each(KINDS)('negatives: %s', (negatives) => {
    const { loss, metrics, gradients } = runActionCpc(caseFor(negatives));
    const expected = golden.expected[negatives];
    expectClose([loss], [expected.loss], { what: 'loss' });
    const names = Object.keys(expected.steps[0]!);
    expect(names.length).toBe(negatives === 'all' ? 4 : 2);
    for (const name of names) {
      const wanted = expected.steps.map((step) => step?.[name] ?? null);
      expect(metrics[name]!.map((x) => x === null)).toEqual(wanted.map((x) => x === null));
      const numbers = (values: (number | null)[]): number[] => values.filter((x) => x !== null);
      expectClose(numbers(metrics[name]!), numbers(wanted), { what: name });
    }
    for (const name of DIFFERENTIABLE) {
      expectClose(gradients[name], expected.gradients[name], { what: `gradient of ${name}` });
    }
  });
});

test.each(KINDS)('our float64 reference agrees with it: %s', (negatives) => {
  const { loss, steps } = actionCpcReference(nestedInputs(caseFor(negatives)));
  const expected = golden.expected[negatives];
  expectClose([loss], [expected.loss], { tolerance: 1e-12 });
  const losses = steps.map((step) => step.loss);
  const wanted = expected.steps.map((step) => step?.loss ?? null);
  expect(losses.map((x) => x === null)).toEqual(wanted.map((x) => x === null));
  losses.forEach((value, k) => {
    if (value !== null) expectClose([value], [wanted[k]!], { tolerance: 1e-12 });
  });
});
