import { describe, expect, test } from 'vitest';
import {
  pixelControlDefinition,
  PixelControlLoss,
} from '../../../src/auxiliary/pixelControl/index.js';
import type { PixelControlOptions } from '../../../src/auxiliary/pixelControl/index.js';
import { ArgumentError, ShapeError, tf } from '../../../src/compute/index.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { describeContract } from '../contract.js';
import { expectMetrics } from '../expectOutcome.js';
import { reordered, wholeSequence, withValueAt } from '../sequences.js';
import { lossFor, randomCase, runPixelControl, SIZES } from './cases.js';
import type { PixelControlCase } from './cases.js';

const { T, B, C, cells } = SIZES;
/** `[T, B, H, W, 3]` */
type Pictures = [number, number, number, number, number];

const PICTURE = cells.image[0] * cells.image[1] * 3;

/** The rows [from, to). */
function rows(given: PixelControlCase, from: number, to: number): PixelControlCase {
  const cut = (values: readonly number[], size: number): number[] =>
    values.slice(from * B * size, to * B * size);
  return {
    ...given,
    T: to - from,
    contexts: cut(given.contexts, C),
    episodeStarts: cut(given.episodeStarts, 1),
    actions: cut(given.actions, 1),
    pixels: cut(given.pixels, PICTURE),
  };
}

describeOnEveryEngine('pixel control', () => {
  describeContract({
    make: (seed) => lossFor(SIZES, seed),
    features: () => {
      const given = randomCase(SIZES, { seed: 20, starts: [[3, 1]] });
      const pictures = tf.tensor5d([...given.pixels], [T, B, ...cells.image, 3]);
      const features = {
        contexts: tf.tensor3d([...given.contexts], [T, B, C]),
        episodeStarts: tf.tensor2d([...given.episodeStarts], [T, B]),
        actions: tf.tensor2d([...given.actions], [T, B], 'int32'),
      };
      const tensors = [...Object.values(features), pictures];
      return { features: { ...features, observations: () => tf.clone(pictures) }, tensors };
    },
    variables: {
      'pixelControl/linear/weights': [4, 3], // 1·2 places of 2 channels
      'pixelControl/linear/bias': [4],
      'pixelControl/deconvolution/kernel': [4, 4, 4, 2], // V and three advantages
      'pixelControl/deconvolution/bias': [4],
    },
  });

  test.each([NaN, Infinity, 3e38])(
    'the last observation of an episode contributes nothing, exactly: %d in its context',
    (value) => {
      const plain = randomCase(SIZES, { seed: 21, starts: [[3, 0], [4, 0], [5, 1]] }); // prettier-ignore
      // Row 5 of sequence 1 opens an episode: nothing before it is bootstrapped from it.
      const places = [[2, 0], [3, 0], [4, 1], [5, 1]].map(([t, b]) => ({ t: t!, b: b! })); // prettier-ignore
      const contexts = withValueAt(plain.contexts, { B, size: C, places, value });
      const expected = runPixelControl(plain);
      expect(expected.loss).toBeGreaterThan(0);
      expect(runPixelControl({ ...plain, contexts })).toEqual(expected);
    },
  );

  test('a sequence of episode starts alone, as a lost environment leaves, contributes nothing', () => {
    const lost = wholeSequence(T, 1);
    const given = randomCase(SIZES, { seed: 22, starts: lost.map(({ t, b }) => [t, b] as const) });
    const other = {
      contexts: withValueAt(given.contexts, { B, size: C, places: lost, value: NaN }),
      pixels: withValueAt(given.pixels, { B, size: PICTURE, places: lost, value: 1 }),
    };
    expect(runPixelControl({ ...given, ...other })).toEqual(runPixelControl(given));
  });

  test('no gradient reaches the context that is bootstrapped from', () => {
    const { gradients } = runPixelControl(randomCase(SIZES, { seed: 26, starts: [] }));
    const last = gradients.contexts!.slice((T - 1) * B * C);
    expect(new Set(last.map(Math.abs))).toEqual(new Set([0]));
    expect(gradients.contexts!.some((g) => g !== 0)).toBe(true);
  });

  test('an episode end separates: sums over an unroll are those of the parts around it', () => {
    // The first part is a whole episode of 3 rows: with an end after its last row, nothing is bootstrapped.
    const starts = [[3, 0], [3, 1]] as const; // prettier-ignore
    const given = randomCase(SIZES, { seed: 27, starts });
    const whole = runPixelControl(given);
    const parts = [rows(given, 0, 4), rows(given, 3, T)].map(runPixelControl);
    // Two rows of each sequence count in either part, so that the mean over both is a plain one.
    expectClose([whole.loss], [(parts[0]!.loss + parts[1]!.loss) / 2]);
    const [first, second] = parts.map(({ gradients }) => gradients.contexts!);
    const joined = [...first!.slice(0, 3 * B * C), ...second!].map((g) => g / 2);
    expectClose(whole.gradients.contexts!, joined);
  });

  test('the order of the sequences does not matter', () => {
    const given = randomCase(SIZES, { seed: 23, starts: [[2, 0], [5, 1]] }); // prettier-ignore
    const order = [1, 0];
    const shuffled = runPixelControl({
      ...given,
      contexts: reordered(given.contexts, order, C),
      episodeStarts: reordered(given.episodeStarts, order, 1),
      actions: reordered(given.actions, order, 1),
      pixels: reordered(given.pixels, order, PICTURE),
    });
    const { loss, metrics, gradients } = runPixelControl(given);
    expectClose([shuffled.loss], [loss]);
    expectMetrics(shuffled.metrics, metrics);
    expectClose(shuffled.gradients.contexts!, reordered(gradients.contexts!, order, C));
  });

  test.each([
    ['contexts', { contexts: [6, 2, 4] }, 'contexts: expected shape [T, B, C] = [?, ?, 3]'],
    ['episodeStarts', { episodeStarts: [2, 6] }, 'episodeStarts: expected shape [T, B] = [6, 2]'],
    ['actions', { actions: [6, 2, 1] }, 'actions: expected shape [T, B] = [6, 2], got [6, 2, 1]'],
    [
      'observations',
      { observations: [6, 2, 12, 9, 3] },
      'observations(): expected shape [T, B, H, W, 3] = [6, 2, 9, 12, 3]',
    ],
  ])('%s of another shape are refused', (_, wrong, message) => {
    const shapes = {
      ...{ contexts: [T, B, C], episodeStarts: [T, B], actions: [T, B] },
      ...{ observations: [T, B, ...cells.image, 3] },
      ...wrong,
    };
    const loss = lossFor(SIZES);
    tf.tidy(() => {
      const compute = (): unknown =>
        loss.compute({
          contexts: tf.zeros<tf.Rank.R3>(shapes.contexts as [number, number, number]),
          episodeStarts: tf.zeros<tf.Rank.R2>(shapes.episodeStarts as [number, number]),
          actions: tf.zeros<tf.Rank.R2>(shapes.actions as [number, number], 'int32'),
          observations: () => tf.zeros<tf.Rank.R5>(shapes.observations as Pictures),
        });
      expect(compute).toThrow(ShapeError);
      expect(compute).toThrow(`PixelControlLoss.compute: ${message}`);
    });
    loss.dispose();
  });
});

describe('options of pixel control', () => {
  const options: PixelControlOptions = {
    ...{ contextSize: 4, actions: 9, seed: 1 },
    observationShape: [72, 96, 3],
  };

  test.each<[Record<string, unknown>, string]>([
    [{ actions: 0 }, "option 'actions': expected a whole number above 0, got 0"],
    [{ cellSize: 73 }, "option 'cellSize': expected cells that fit into pictures of 72×96 pixels"],
    [{ discount: 1.1 }, "option 'discount'"],
    [{ weight: 0 }, "option 'weight'"],
    [{ gamma: 0.9 }, 'gamma'],
  ])('refuses %j', (wrong, message) => {
    const make = (): unknown => new PixelControlLoss({ ...options, ...wrong });
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  test('an unroll of one row has nothing to learn from', () => {
    const config = pixelControlDefinition.config.parse({});
    const conflicts = (unrollLength: number): unknown[] =>
      pixelControlDefinition.conflicts!(config, { unrollLength, environments: 1 });
    expect(conflicts(1)).toHaveLength(1);
    expect(conflicts(2)).toEqual([]);
  });
});
