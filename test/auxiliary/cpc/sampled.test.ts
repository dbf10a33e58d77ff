import { describe, expect, test } from 'vitest';
import { CpcLoss } from '../../../src/auxiliary/index.js';
import type { CpcOptions } from '../../../src/auxiliary/index.js';
import { ArgumentError, tf } from '../../../src/compute/index.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine, describeOnFastestEngine } from '../../support/engines.js';
import { numberOf, numbersOf, randomCase, runCpc, startsAt, tensorsOf } from './cases.js';
import type { CpcCase } from './cases.js';

const SIZES = { T: 7, B: 3, Z: 4, C: 5, K: 4 };
const OPTIONS: CpcOptions = { embeddingSize: 4, contextSize: 5, seed: 3, negatives: 'sampled' };

describeOnEveryEngine('sampled negatives', () => {
  test('draws that name every embedding once are negatives of kind all', async () => {
    const episodeStarts = startsAt(SIZES, [[0, 0], [3, 1]]); // prettier-ignore
    const samples = Array.from({ length: SIZES.T * SIZES.B }, (_, place) => place);
    const given = randomCase({ ...SIZES, negatives: 'all' }, { seed: 51, episodeStarts });
    const all = await runCpc(given);
    const sampled = await runCpc({ ...given, negatives: 'sampled', samples });
    expectClose([sampled.loss], [all.loss], { tolerance: 1e-6 });
    expect(sampled.metrics.accuracy).toEqual(all.metrics.accuracy);
    for (const name of ['embeddings', 'contexts', 'predictions'] as const) {
      expectClose(sampled.gradients[name], all.gradients[name], { what: name });
    }
    // N counts one more candidate, as no draw is sure to be the positive.
    const more = Math.log(22 / 21);
    const expected = all.metrics.infoNceEstimate!.map((estimate) => estimate! + more);
    expectClose(sampled.metrics.infoNceEstimate as number[], expected);
  });

  describe('two sequences of two observations, Z = C = K = 1, W = 1, worked by hand', () => {
    // As in values.test.ts: exp of the scores is z₀ = (2, 4), z₁ = (3, 1); places 0, 1 and 2, 3.
    const given = (samples: number[]): CpcCase => ({
      ...{ T: 2, B: 2, Z: 1, C: 1, K: 1, negatives: 'sampled' },
      embeddings: [Math.log(2), Math.log(4), Math.log(3), 0],
      contexts: [1, 1, 9, 9],
      episodeStarts: [0, 0, 0, 0],
      predictions: [1],
      samples,
    });

    test('a draw that is the positive does not count for its anchor, one drawn twice counts twice', async () => {
      // Draws: z₀ of sequence 0 twice, and z₁ of sequence 0, which is the first anchor's positive.
      // −ln 3/(3 + 2 + 2) and −ln 1/(1 + 2 + 2 + 3): (ln 7/3 + ln 8) / 2
      const { loss, metrics } = await runCpc(given([0, 0, 2]));
      expect(loss).toBeCloseTo((Math.log(7 / 3) + Math.log(8)) / 2, 6);
      expect(metrics.accuracy).toEqual([0.5]); // 3 > 2, but not 1 > 2
      expect(metrics.infoNceEstimate![0]).toBeCloseTo(Math.log(4) - loss, 5);
    });

    test('an anchor all of whose draws are its positive has nothing to tell apart', async () => {
      // −ln 3/3 and −ln 1/(1 + 3): ln 4 / 2
      const { loss, metrics, gradients } = await runCpc(given([2]));
      expect(loss).toBeCloseTo(Math.log(4) / 2, 6);
      expect(metrics.accuracy).toEqual([0.5]); // the first has no rival, the second is below 3
      expect(Math.abs(gradients.contexts[0]!)).toBe(0);
      expect(gradients.contexts[1]).not.toBe(0);
    });
  });

  test('the largest uniform number names the last embedding', async () => {
    const sizes = { ...SIZES, negatives: 'sampled' } as const;
    const given = randomCase(sizes, { seed: 52, episodeStarts: startsAt(sizes, []) });
    const cpc = new CpcLoss({ ...OPTIONS, steps: 4, samples: 1 });
    const features = tensorsOf(given);
    const lossAt = async (uniform: number): Promise<number> => {
      const samples = tf.tensor1d([uniform]);
      const loss = tf.tidy(() => cpc.compute(features, { samples }).loss);
      const value = await numberOf(loss);
      tf.dispose([samples, loss]);
      return value;
    };
    const [first, last] = [await lossAt(0), await lossAt(1)];
    expect(last).toBe(await lossAt(20.5 / 21));
    expect(first).toBe(await lossAt(0.5 / 21));
    expect(last).not.toBe(first);
    tf.dispose(Object.values(features));
    cpc.dispose();
  });

  test('without draws it says where they come from', () => {
    const sizes = { ...SIZES, negatives: 'sampled' } as const;
    const features = tensorsOf(randomCase(sizes, { seed: 53, episodeStarts: startsAt(sizes, []) }));
    const cpc = new CpcLoss({ ...OPTIONS, steps: 4 });
    expect(() => cpc.compute(features)).toThrow(ArgumentError);
    expect(() => cpc.compute(features)).toThrow(/draws = loss\.draws\(update\)/);
    tf.dispose(Object.values(features));
    cpc.dispose();
  });
});

describeOnFastestEngine('draws of sampled negatives', () => {
  const drawn = async (options: Partial<CpcOptions>, update: number): Promise<number[]> => {
    const cpc = new CpcLoss({ ...OPTIONS, ...options });
    const { samples, ...others } = cpc.draws(update);
    expect(others).toEqual({});
    const numbers = await numbersOf(samples!);
    tf.dispose(samples!);
    cpc.dispose();
    return numbers;
  };

  test('depend on seed and update alone, and differ between them; 128 by default', async () => {
    const first = await drawn({}, 0);
    expect(first).toHaveLength(128);
    expect(await drawn({}, 0)).toEqual(first);
    expect(await drawn({}, 1)).not.toEqual(first);
    expect(await drawn({ seed: 4 }, 0)).not.toEqual(first);
    // Seed 3 and update 11 are not seed 31 and update 1.
    expect(await drawn({ seed: 3 }, 11)).not.toEqual(await drawn({ seed: 31 }, 1));
  });

  test('are uniform: every twentieth is met as often as chance allows', async () => {
    const count = 40_000;
    const numbers = await drawn({ samples: count }, 0);
    const bins = new Array<number>(20).fill(0);
    for (const number of numbers) bins[Math.floor(number * 20)]!++;
    // χ² with 19 degrees of freedom exceeds 43.8 once in a thousand.
    const expected = count / 20;
    const chiSquare = bins.reduce((sum, bin) => sum + (bin - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(43.8);
  });

  test('other kinds of negatives need none', () => {
    for (const negatives of ['batch', 'all'] as const) {
      const cpc = new CpcLoss({ ...OPTIONS, negatives });
      expect(cpc.draws(0)).toEqual({});
      cpc.dispose();
    }
  });
});
