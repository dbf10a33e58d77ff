import { expect, test } from 'vitest';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { nestedInputs, runCpc } from './cases.js';
import type { CpcCase } from './cases.js';
import { cpcReference } from './reference.js';
import numbers from '../../golden/cpc.json' with { type: 'json' };

type Negatives = CpcCase['negatives'];
const KINDS = ['batch', 'all', 'sampled'] as const;

interface Golden {
  readonly sizes: Pick<CpcCase, 'T' | 'B' | 'Z' | 'C' | 'K'>;
  readonly embeddings: number[];
  readonly contexts: number[];
  readonly predictions: number[];
  readonly episodeStarts: number[];
  readonly samples: number[];
  readonly expected: Record<
    Negatives,
    {
      readonly loss: number;
      /** Per k; null where no anchor was valid. */
      readonly steps: readonly (Readonly<Record<string, number>> | null)[];
      readonly gradients: Readonly<Record<'embeddings' | 'contexts' | 'predictions', number[]>>;
    }
  >;
}

const golden: Golden = numbers;

const caseFor = (negatives: Negatives): CpcCase => ({ ...golden.sizes, ...golden, negatives });

describeOnEveryEngine('CPC against PyTorch', () => {
  test.each(KINDS)('negatives: %s', async (negatives) => {
    const { loss, metrics, gradients } = await runCpc(caseFor(negatives));
    const expected = golden.expected[negatives];
    expectClose([loss], [expected.loss], { what: 'loss' });
    const names = Object.keys(expected.steps[0]!);
    expect(names.length).toBe(negatives === 'all' ? 4 : 2);
    for (const name of names) {
      const wanted = expected.steps.map((step) => step?.[name] ?? null);
      const got = metrics[name]!;
      expect(got.map((x) => x === null), name).toEqual(wanted.map((x) => x === null)); // prettier-ignore
      const numbers = (values: (number | null)[]): number[] => values.filter((x) => x !== null);
      expectClose(numbers(got), numbers(wanted), { what: name });
    }
    for (const name of ['embeddings', 'contexts', 'predictions'] as const) {
      expectClose(gradients[name], expected.gradients[name], { what: `gradient of ${name}` });
    }
  });
});

test.each(KINDS)('our float64 reference agrees with it: %s', (negatives) => {
  const { loss, steps } = cpcReference(nestedInputs(caseFor(negatives)));
  const expected = golden.expected[negatives];
  expectClose([loss], [expected.loss], { tolerance: 1e-12 });
  steps.forEach((step, index) => {
    for (const [name, value] of Object.entries(expected.steps[index] ?? { loss: null })) {
      const got = step[name as keyof typeof step];
      if (value === null) expect(got).toBeNull();
      else expectClose([got!], [value], { tolerance: 1e-12, what: name });
    }
  });
});
