import { describe, expect, test } from 'vitest';
import {
  pixelPredictionDefinition,
  PixelPredictionLoss,
} from '../../../src/auxiliary/pixelPrediction/index.js';
import type { PixelPredictionOptions } from '../../../src/auxiliary/pixelPrediction/index.js';
import { ArgumentError, ShapeError, tf } from '../../../src/compute/index.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { describeContract } from '../contract.js';
import { expectMetrics } from '../expectOutcome.js';
import { reordered, wholeSequence, withValueAt } from '../sequences.js';
import { lossFor, randomCase, runPixelPrediction, SIZES } from './cases.js';

const { T, B, C, cells } = SIZES;
/** `[T, B, H, W, 3]` */
type Pictures = [number, number, number, number, number];

const PICTURE = cells.image[0] * cells.image[1] * 3;

describeOnEveryEngine('pixel prediction', () => {
  describeContract({
    make: (seed) => lossFor(SIZES, seed),
    features: () => {
      const { contexts, episodeStarts, pixels } = randomCase(SIZES, { seed: 20, starts: [[3, 1]] });
      const tensors = [
        tf.tensor3d([...contexts], [T, B, C]),
        tf.tensor2d([...episodeStarts], [T, B]),
        tf.tensor5d([...pixels], [T, B, ...cells.image, 3]),
      ] as const;
      const features = {
        contexts: tensors[0],
        episodeStarts: tensors[1],
        observations: () => tf.clone(tensors[2]),
      };
      return { features, tensors };
    },
    variables: {
      'pixelPrediction/steps/1/weights': [4, 3],
      'pixelPrediction/steps/1/bias': [4],
      'pixelPrediction/steps/3/weights': [4, 3],
      'pixelPrediction/steps/3/bias': [4],
      'pixelPrediction/decoder/linear/weights': [4, 4], // 1·2 places of 2 channels
      'pixelPrediction/decoder/linear/bias': [4],
      'pixelPrediction/decoder/deconvolution/kernel': [4, 4, 3, 2],
      'pixelPrediction/decoder/deconvolution/bias': [3],
    },
  });

  test.each([NaN, Infinity, 3e38])(
    'a context without a target contributes nothing, exactly: %d in it',
    (value) => {
      const starts = [[3, 0], [4, 0], [6, 1]] as const; // prettier-ignore
      const plain = randomCase(SIZES, { seed: 21, starts });
      const places = [[2, 0], [3, 0], [6, 0], [5, 1], [6, 1]].map(([t, b]) => ({ t: t!, b: b! })); // prettier-ignore
      const contexts = withValueAt(plain.contexts, { B, size: C, places, value });
      const expected = runPixelPrediction(plain);
      expect(expected.loss).toBeGreaterThan(0);
      expect(runPixelPrediction({ ...plain, contexts })).toEqual(expected);
    },
  );

  test('a sequence of episode starts alone, as a lost environment leaves, contributes nothing', () => {
    const lost = wholeSequence(T, 1);
    const starts = lost.map(({ t, b }) => [t, b] as const);
    const given = randomCase(SIZES, { seed: 22, starts });
    const expected = runPixelPrediction(given);
    const other = {
      contexts: withValueAt(given.contexts, { B, size: C, places: lost, value: NaN }),
      pixels: withValueAt(given.pixels, { B, size: PICTURE, places: lost, value: 1 }),
    };
    expect(runPixelPrediction({ ...given, ...other })).toEqual(expected);
  });

  test('the order of the sequences does not matter', () => {
    const given = randomCase(SIZES, { seed: 23, starts: [[2, 0], [5, 1]] }); // prettier-ignore
    const order = [1, 0];
    const shuffled = runPixelPrediction({
      ...given,
      contexts: reordered(given.contexts, order, C),
      episodeStarts: reordered(given.episodeStarts, order, 1),
      pixels: reordered(given.pixels, order, PICTURE),
    });
    const { loss, metrics, gradients } = runPixelPrediction(given);
    expectClose([shuffled.loss], [loss]);
    expectMetrics(shuffled.metrics, metrics);
    expectClose(shuffled.gradients.contexts!, reordered(gradients.contexts!, order, C));
  });

  test('starts with pictures near mid-grey', () => {
    const { contexts, episodeStarts, pixels } = randomCase(SIZES, { seed: 24, starts: [] });
    const loss = lossFor(SIZES);
    const names = ['decoder/deconvolution/bias', 'steps/1/bias', 'steps/3/bias'];
    const biases = names.map((name) =>
      Array.from(loss.namedVariables.get(`pixelPrediction/${name}`)!.dataSync()),
    );
    expect(biases).toEqual([[0.5, 0.5, 0.5], [0, 0, 0, 0], [0, 0, 0, 0]]); // prettier-ignore
    tf.tidy(() => {
      const value = loss.compute({
        contexts: tf.mul(tf.tensor3d([...contexts], [T, B, C]), 1e-6),
        episodeStarts: tf.tensor2d([...episodeStarts], [T, B]),
        observations: () =>
          tf.add(tf.mul(tf.tensor5d([...pixels], [T, B, ...cells.image, 3]), 0), 0.75),
      }).loss;
      expectClose(value.dataSync(), [1 / 16], { tolerance: 1e-3 }); // (3/4 − 1/2)²
    });
    loss.dispose();
  });

  test.each([
    ['contexts', { contexts: [7, 2, 4] }, 'contexts: expected shape [T, B, C] = [?, ?, 3]'],
    ['episodeStarts', { episodeStarts: [2, 7] }, 'episodeStarts: expected shape [T, B] = [7, 2]'],
    [
      'observations',
      { observations: [7, 2, 12, 9, 3] },
      'observations(): expected shape [T, B, H, W, 3] = [7, 2, 9, 12, 3], got [7, 2, 12, 9, 3]',
    ],
  ])('%s of another shape are refused', (_, wrong, message) => {
    const shapes = {
      ...{ contexts: [T, B, C], episodeStarts: [T, B], observations: [T, B, ...cells.image, 3] },
      ...wrong,
    };
    const loss = lossFor(SIZES);
    tf.tidy(() => {
      const compute = (): unknown =>
        loss.compute({
          contexts: tf.zeros<tf.Rank.R3>(shapes.contexts as [number, number, number]),
          episodeStarts: tf.zeros<tf.Rank.R2>(shapes.episodeStarts as [number, number]),
          observations: () => tf.zeros<tf.Rank.R5>(shapes.observations as Pictures),
        });
      expect(compute).toThrow(ShapeError);
      expect(compute).toThrow(`PixelPredictionLoss.compute: ${message}`);
    });
    loss.dispose();
  });
});

describe('options of pixel prediction', () => {
  const options: PixelPredictionOptions = {
    contextSize: 4,
    observationShape: [72, 96, 3],
    seed: 1,
  };

  test.each<[Record<string, unknown>, string]>([
    [{ contextSize: 0 }, "option 'contextSize': expected a whole number above 0, got 0"],
    [{ observationShape: [0, 9, 3] }, "option 'height'"],
    [{ cellSize: 80 }, "option 'cellSize': expected cells that fit into pictures of 72×96 pixels"],
    [{ steps: [] }, "option 'steps'"],
    [{ steps: [5, 1] }, "option 'steps': expected whole numbers in ascending order, none twice"],
    [{ steps: [1, 1] }, "option 'steps'"],
    [{ weight: 0 }, "option 'weight'"],
    [{ step: 3 }, 'step'],
  ])('refuses %j', (wrong, message) => {
    const make = (): unknown => new PixelPredictionLoss({ ...options, ...wrong });
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  test('steps have to lie in the unroll', () => {
    const config = pixelPredictionDefinition.config.parse({ steps: [1, 20] });
    const surroundings = { unrollLength: 20, environments: 1 };
    expect(pixelPredictionDefinition.conflicts!(config, surroundings)).toMatchObject([
      { path: ['steps'] },
    ]);
    const longer = { ...surroundings, unrollLength: 21 };
    expect(pixelPredictionDefinition.conflicts!(config, longer)).toEqual([]);
  });
});
