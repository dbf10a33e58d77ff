import { describe, expect, test } from 'vitest';
import { CpcLoss } from '../../../src/auxiliary/index.js';
import type { CpcOptions } from '../../../src/auxiliary/index.js';
import { ArgumentError, ShapeError, tf } from '../../../src/compute/index.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { randomNumbers } from '../../support/random.js';
import { cpcLossOf, drawsOf, numberOf, randomCase, runCpc, startsAt, tensorsOf } from './cases.js';
import type { CpcCase, CpcSizes } from './cases.js';

const KINDS = ['batch', 'all', 'sampled'] as const;
/** Those whose number of candidates does not depend on the draws. */
const FIXED_KINDS = ['batch', 'all'] as const;
const SIZES = { T: 7, B: 3, Z: 4, C: 5, K: 4 };

/** The rows [from, to) of a `[T, B, size]` list. */
function rows(given: CpcCase, [from, to]: readonly [number, number]): CpcCase {
  const { B, Z, C } = given;
  return {
    ...given,
    T: to - from,
    embeddings: given.embeddings.slice(from * B * Z, to * B * Z),
    contexts: given.contexts.slice(from * B * C, to * B * C),
    episodeStarts: given.episodeStarts.slice(from * B, to * B),
  };
}

/** Reorders the sequences of a `[T, B, size]` list: sequence b becomes the old `order[b]`. */
function reorder(values: readonly number[], size: number, order: readonly number[]): number[] {
  const B = order.length;
  return values.map((_, index) => {
    const [row, column] = [Math.floor(index / size), index % size];
    const [t, b] = [Math.floor(row / B), row % B];
    return values[(t * B + order[b]!) * size + column]!;
  });
}

describeOnEveryEngine('CPC', () => {
  describe.each(KINDS)('negatives: %s', (negatives) => {
    const sizes: CpcSizes = { ...SIZES, negatives };
    const { T, B, Z, C } = sizes;

    describe('a context that has no valid anchor contributes nothing, exactly', () => {
      // Starts at t+1 and the end of the unroll leave these contexts without a target for any k.
      const episodeStarts = startsAt(sizes, [[3, 0], [4, 0], [1, 2], [6, 2]]); // prettier-ignore
      const unused = [[2, 0], [3, 0], [0, 2], [5, 2], [6, 0], [6, 1], [6, 2]]; // prettier-ignore
      const plain = randomCase(sizes, { seed: 21, episodeStarts });

      test.each([NaN, Infinity, -Infinity, 3e38])('with %d in it', async (poison) => {
        const contexts = [...plain.contexts];
        for (const [t, b] of unused)
          contexts.fill(poison, (t! * B + b!) * C, (t! * B + b! + 1) * C);
        const expected = await runCpc(plain);
        expect(expected.loss).toBeGreaterThan(0);
        expect(await runCpc({ ...plain, contexts })).toEqual(expected);
        for (const [t, b] of unused) {
          const at = (t! * B + b!) * C;
          const gradient = expected.gradients.contexts.slice(at, at + C);
          expectClose(gradient, Array<number>(C).fill(0), { what: `gradient at (${t}, ${b})` });
        }
      });
    });

    test('scores that overflow where no anchor is valid contribute nothing, exactly', async () => {
      // Episodes of two rows: every context has a target one step ahead or none, nobody two ahead.
      const short: CpcSizes = { T: 6, B: 3, Z: 4, C: 5, K: 2, negatives };
      const starts = [2, 4].flatMap((t) => [0, 1, 2].map((b): [number, number] => [t, b]));
      const given = randomCase(short, { seed: 27, episodeStarts: startsAt(short, starts) });
      const perStep = short.C * short.Z;
      const withSecondMap = (w: number): CpcCase => ({
        ...given,
        // c ≈ 1e19 and z ≈ 1e3 meet maps near 1e-22 for k = 1, and of size w for k = 2.
        embeddings: given.embeddings.map((z) => Math.fround(z * 1e3)),
        contexts: given.contexts.map((c) => Math.fround(c * 1e19)),
        predictions: given.predictions.map((old, i) => Math.fround(i < perStep ? old * 1e-22 : w)),
      });
      const expected = await runCpc(withSecondMap(0));
      expect(expected.loss).toBeGreaterThan(0);
      expect(await runCpc(withSecondMap(1e18))).toEqual(expected); // z · c W near 1e40
    });

    test('the order of the sequences does not matter', async () => {
      const episodeStarts = startsAt(sizes, [[2, 0], [5, 1]]); // prettier-ignore
      const given = randomCase(sizes, { seed: 22, episodeStarts });
      const order = [2, 0, 1];
      const shuffled = await runCpc({
        ...given,
        embeddings: reorder(given.embeddings, Z, order),
        contexts: reorder(given.contexts, C, order),
        episodeStarts: reorder(given.episodeStarts, 1, order),
        // Sequence d now stands where `order` holds it.
        samples: given.samples!.map(
          (p) => p - (p % order.length) + order.indexOf(p % order.length),
        ),
      });
      const { loss, metrics, gradients } = await runCpc(given);
      expectClose([shuffled.loss], [loss], { tolerance: 1e-6 });
      for (const name of Object.keys(metrics)) {
        expectClose(shuffled.metrics[name] as number[], metrics[name] as number[], { what: name });
      }
      expectClose(shuffled.gradients.embeddings, reorder(gradients.embeddings, Z, order));
      expectClose(shuffled.gradients.contexts, reorder(gradients.contexts, C, order));
      expectClose(shuffled.gradients.predictions, gradients.predictions);
    });

    test('scores of some hundreds stay finite: the loss is the gap to the best candidate', async () => {
      const given = randomCase(sizes, { seed: 24, episodeStarts: startsAt(sizes, []) });
      const predictions = given.predictions.map((w) => Math.fround(w * 300));
      const { loss, gradients } = await runCpc({ ...given, predictions });
      expect(loss).toBeGreaterThan(50);
      expect(loss).toBeLessThan(5000);
      for (const values of Object.values(gradients)) {
        expect(values.every(Number.isFinite)).toBe(true);
        expect(values.some((value) => value !== 0)).toBe(true);
      }
    });

    test('leaks no tensor, and what it returns belongs to the caller', () => {
      const given = randomCase(sizes, { seed: 25, episodeStarts: startsAt(sizes, [[3, 1]]) });
      const cpc = cpcLossOf(given);
      const features = tensorsOf(given);
      const draws = drawsOf(given);
      const before = tf.memory().numTensors;
      for (let round = 0; round < 3; round++) {
        const { loss, metrics } = cpc.compute(features, draws);
        expect(tf.memory().numTensors).toBe(before + 1 + Object.keys(metrics).length);
        tf.dispose([loss, metrics]);
        const { value, grads } = tf.variableGrads(
          () => cpc.compute(features, draws).loss,
          [...cpc.variables],
        );
        expect(Object.keys(grads)).toEqual([cpc.variables[0]!.name]);
        tf.dispose([value, grads]);
        expect(tf.memory().numTensors).toBe(before);
      }
      cpc.dispose();
      expect(tf.memory().numTensors).toBe(before - 1);
      tf.dispose([Object.values(features), draws]);
    });

    test.each([
      ['embeddings', { embeddings: [7, 3, 9] }, '[T, B, Z] = [?, ?, 4], got [7, 3, 9].'],
      ['embeddings', { embeddings: [21, 4] }, '[T, B, Z] = [?, ?, 4], got [21, 4].'],
      ['contexts', { contexts: [7, 3, 4] }, '[T, B, C] = [7, 3, 5], got [7, 3, 4].'],
      [
        'contexts',
        { contexts: [3, 7, 5] },
        '[T, B, C] = [7, 3, 5] like the embeddings, got [3, 7, 5]: time and batch look swapped in one of the two.',
      ],
      ['episodeStarts', { episodeStarts: [7, 3, 1] }, '[T, B] = [7, 3], got [7, 3, 1].'],
      [
        'episodeStarts',
        { episodeStarts: [3, 7] },
        '[T, B] = [7, 3] like the embeddings, got [3, 7]: time and batch look swapped in one of the two.',
      ],
      ['episodeStarts', { episodeStarts: [8, 3] }, '[T, B] = [7, 3], got [8, 3].'],
    ])('%s of another shape are refused', (input, wrong, message) => {
      const cpc = cpcLossOf(randomCase(sizes, { seed: 26, episodeStarts: startsAt(sizes, []) }));
      const shapes = {
        embeddings: [T, B, Z],
        contexts: [T, B, C],
        episodeStarts: [T, B],
        ...wrong,
      };
      tf.tidy(() => {
        const features = {
          embeddings: tf.zeros<tf.Rank.R3>(shapes.embeddings as [number, number, number]),
          contexts: tf.zeros<tf.Rank.R3>(shapes.contexts as [number, number, number]),
          episodeStarts: tf.zeros<tf.Rank.R2>(shapes.episodeStarts as [number, number]),
        };
        const expected = `CpcLoss.compute: ${input}: expected shape ${message}`;
        expect(() => cpc.compute(features)).toThrow(new ShapeError(expected));
      });
      cpc.dispose();
    });
  });

  describe.each(FIXED_KINDS)('negatives: %s, with nothing to tell', (negatives) => {
    test.each([
      [8, 16],
      [48, 24],
    ])(
      'starts at ln N for unit-normal features of size %d and %d',
      async (embeddingSize, contextSize) => {
        const [steps, batch] = [20, 8];
        const random = randomNumbers(23);
        const cpc = new CpcLoss({ embeddingSize, contextSize, steps: 5, negatives, seed: 5 });
        const loss = tf.tidy(() => {
          const normal = (size: number): tf.Tensor3D =>
            tf.tensor3d(random.normals(steps * batch * size), [steps, batch, size]);
          const features = { embeddings: normal(embeddingSize), contexts: normal(contextSize) };
          const episodeStarts = tf.zeros<tf.Rank.R2>([steps, batch]);
          return cpc.compute({ ...features, episodeStarts }).loss;
        });
        const value = await numberOf(loss);
        loss.dispose();
        cpc.dispose();
        expect(
          Math.abs(value - Math.log(negatives === 'batch' ? batch : steps * batch)),
        ).toBeLessThan(1e-3);
      },
    );

    test.each([1, 2, 3, 4, 5])(
      'embeddings that are all the same tell nothing: ln N, no hit (seed %d)',
      async (seed) => {
        // Sizes that are no multiple of anything, so that products have odd tails.
        const odd: CpcSizes = { T: 13, B: 5, Z: 19, C: 7, K: 4, negatives };
        const given = randomCase(odd, { seed, episodeStarts: startsAt(odd, [[4, 1]]) });
        const same = randomNumbers(seed + 50).normals(odd.Z);
        const embeddings = Array.from({ length: odd.T * odd.B }, () => same).flat();
        const { loss, metrics } = await runCpc({ ...given, embeddings });
        const candidates = negatives === 'batch' ? odd.B : odd.T * odd.B;
        expectClose([loss], [Math.log(candidates)], { tolerance: 1e-6 });
        for (const [name, values] of Object.entries(metrics)) {
          if (name.toLowerCase().endsWith('accuracy')) expect(values, name).toEqual([0, 0, 0, 0]);
        }
      },
    );
  });

  describe('an episode end lets nothing through', () => {
    const border = 4;
    const sizes: CpcSizes = { ...SIZES, T: 8, negatives: 'batch' };
    const episodeStarts = startsAt(sizes, [[border, 0], [border, 1], [border, 2]]); // prettier-ignore
    const given = randomCase(sizes, { seed: 31, episodeStarts });

    test('batch: sums over an unroll are those of the episodes before and after the end', async () => {
      const whole = await runCpc(given);
      const parts = [
        await runCpc(rows(given, [0, border])),
        await runCpc(rows(given, [border, sizes.T])),
      ];
      const { B, K } = sizes;
      for (let k = 1; k <= K; k++) {
        // Both episodes have 4 rows and so (4 − k)·B anchors: the mean over both is a plain one.
        for (const name of ['loss', 'accuracy', 'infoNceEstimate']) {
          const [first, second] = parts.map((part) => part.metrics[name]![k - 1]!);
          if (k >= border)
            expect([first, second, whole.metrics[name]![k - 1]]).toEqual([null, null, null]); // prettier-ignore
          else
            expectClose([whole.metrics[name]![k - 1]!], [(first! + second!) / 2], { what: name });
        }
      }
      const joined = parts.flatMap((part) => part.gradients.contexts.map((g) => g / 2));
      expect(joined.length).toBe(sizes.T * B * sizes.C);
      expectClose(whole.gradients.contexts, joined);
    });

    test.each([
      ['after', 'before'],
      ['before', 'after'],
    ])('batch: embeddings %s the end have no part in the contexts %s it', async (changed, kept) => {
      const { B, Z, C } = sizes;
      const other = randomNumbers(32).normals(given.embeddings.length);
      const isChanged = (row: number): boolean => row >= border === (changed === 'after');
      const embeddings = given.embeddings.map((value, i) =>
        isChanged(Math.floor(i / (B * Z))) ? other[i]! : value,
      );
      const keptContexts = (values: readonly number[]): number[] =>
        values.filter((_, i) => !isChanged(Math.floor(i / (B * C))));
      const [a, b] = [await runCpc(given), await runCpc({ ...given, embeddings })];
      expect(b.loss).not.toBe(a.loss);
      const expected = keptContexts(a.gradients.contexts);
      expect(expected.some((value) => value !== 0)).toBe(true);
      expect(keptContexts(b.gradients.contexts), `contexts ${kept}`).toEqual(expected);
    });

    test('all: embeddings after the end are negatives of contexts before it, never positives', async () => {
      // With one sequence, W = I and contexts of one sign, a positive pulls the gradient of its
      // embedding below 0; negatives only push it up.
      const allSizes: CpcSizes = { T: 6, B: 1, Z: 1, C: 1, K: 5, negatives: 'all' };
      const alone: CpcCase = {
        ...allSizes,
        embeddings: [1, 2, 3, -1, -2, -3],
        contexts: [1, 1, 1, 1e-30, 1e-30, 1e-30],
        episodeStarts: startsAt(allSizes, [[3, 0]]),
        predictions: [1, 1, 1, 1, 1],
      };
      const gradient = (await runCpc(alone)).gradients.embeddings;
      for (const after of gradient.slice(3)) expect(after).toBeGreaterThan(0);
      expect(gradient[1]).toBeLessThan(0);
      expect(gradient[2]).toBeLessThan(0);
    });
  });

  describe('construction', () => {
    const options: CpcOptions = { embeddingSize: 4, contextSize: 5, seed: 1 };

    test('has one variable [K, C, Z] under cpc/predictions; 30 steps, weight 0.1, batch', () => {
      const cpc = new CpcLoss(options);
      expect([...cpc.namedVariables.keys()]).toEqual(['cpc/predictions']);
      expect(cpc.namedVariables.get('cpc/predictions')).toBe(cpc.variables[0]);
      expect(cpc.variables.map(({ shape, trainable }) => ({ shape, trainable }))).toEqual([
        { shape: [30, 5, 4], trainable: true },
      ]);
      expect([cpc.name, cpc.weight]).toEqual(['cpc', 0.1]);
      cpc.dispose();
    });

    test('equal seeds give equal maps, other seeds others; instances live side by side', async () => {
      const [a, b, c] = [1, 1, 2].map((seed) => new CpcLoss({ ...options, seed }));
      const [ofA, ofB, ofC] = await Promise.all([a!, b!, c!].map((x) => x.variables[0]!.data()));
      expect(ofA).toEqual(ofB);
      expect(ofA).not.toEqual(ofC);
      const names = [a!, b!, c!].map((x) => x.variables[0]!.name);
      expect(new Set(names).size).toBe(3);
      a!.dispose();
      expect(await b!.variables[0]!.data()).toEqual(ofB);
      b!.dispose();
      c!.dispose();
    });

    test.each([
      [{ embeddingSize: 0 }, "option 'embeddingSize': expected a whole number above 0, got 0"],
      [{ contextSize: 2.5 }, "option 'contextSize': expected a whole number above 0, got 2.5"],
      [{ steps: 0 }, "option 'steps'"],
      [{ weight: 0 }, "option 'weight'"],
      [{ negatives: 'some' }, "option 'negatives'"],
      [{ step: 30 }, 'step'],
    ])('refuses %j', (wrong, message) => {
      const make = (): CpcLoss => new CpcLoss({ ...options, ...(wrong as Partial<CpcOptions>) });
      expect(make).toThrow(ArgumentError);
      expect(make).toThrow(message);
    });

    test("one sequence has no negatives of kind 'batch'", async () => {
      const sizes: CpcSizes = { ...SIZES, B: 1, negatives: 'batch' };
      const given = randomCase(sizes, { seed: 41, episodeStarts: startsAt(sizes, []) });
      await expect(runCpc(given)).rejects.toThrow(ArgumentError);
      await expect(runCpc(given)).rejects.toThrow(/one sequence \(B = 1\).*negatives: 'all'/);
    });
  });
});
