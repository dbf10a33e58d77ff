import { PixelPredictionLoss } from '../../../src/auxiliary/pixelPrediction/index.js';
import { tf } from '../../../src/compute/index.js';
import { randomNumbers } from '../../support/random.js';
import type { LossOutcome } from '../lossRun.js';
import { randomVariables, runLoss } from '../lossRun.js';
import type { Cells } from '../pictures.js';

/** Sizes of a case; those of the decoder's small map worked out by hand. */
export interface PixelPredictionSizes {
  readonly T: number;
  readonly B: number;
  readonly C: number;
  readonly cells: Cells;
  /** `[height, width]` of the map between the decoder's layers. */
  readonly small: readonly [number, number];
  readonly steps: readonly number[];
  readonly anchorStride: number;
  readonly hiddenSize: number;
  readonly channels: number;
}

/** Everything pixel prediction computes from, as flat row-major numbers. */
export interface PixelPredictionCase extends PixelPredictionSizes {
  readonly contexts: readonly number[];
  readonly episodeStarts: readonly number[];
  /** `[T, B, H, W, 3]` in [0, 1]. */
  readonly pixels: readonly number[];
  readonly variables: Readonly<Record<string, readonly number[]>>;
}

/** 9×12 pixels in cells of 2: 4×6 of them, one row left out below; (1−1)·2+4 = 4, (2−1)·2+4 = 6. */
export const SIZES: PixelPredictionSizes = {
  ...{ T: 7, B: 2, C: 3, steps: [1, 3], anchorStride: 1, hiddenSize: 4, channels: 2 },
  cells: { image: [9, 12], cellSize: 2, size: [4, 6], start: [0, 0] },
  small: [1, 2],
};

export function lossFor(sizes: PixelPredictionSizes, seed = 1): PixelPredictionLoss {
  const { C, cells, steps, anchorStride, hiddenSize, channels } = sizes;
  const settings = { steps: [...steps], anchorStride, hiddenSize, channels };
  return new PixelPredictionLoss({
    ...settings,
    cellSize: cells.cellSize,
    contextSize: C,
    observationShape: [...cells.image, 3],
    seed,
  });
}

/** `starts` lists (t, b) of the observations that open an episode. */
export function randomCase(
  sizes: PixelPredictionSizes,
  { seed, starts }: { seed: number; starts: readonly (readonly [number, number])[] },
): PixelPredictionCase {
  const { T, B, C, cells } = sizes;
  const random = randomNumbers(seed);
  const episodeStarts = new Array<number>(T * B).fill(0);
  for (const [t, b] of starts) episodeStarts[t * B + b] = 1;
  return {
    ...sizes,
    contexts: random.normals(T * B * C),
    episodeStarts,
    pixels: random.uniforms(T * B * cells.image[0] * cells.image[1] * 3),
    variables: randomVariables(lossFor(sizes), { seed: seed + 1, deviation: 0.5 }),
  };
}

/** Runs PixelPredictionLoss on a case: loss, metrics and gradients. */
export function runPixelPrediction(given: PixelPredictionCase): LossOutcome {
  const { T, B, C, cells } = given;
  return runLoss({
    loss: lossFor(given),
    variables: given.variables,
    inputs: { contexts: { values: given.contexts, shape: [T, B, C] } },
    features: ({ contexts }) => ({
      contexts: contexts as tf.Tensor3D,
      episodeStarts: tf.tensor2d([...given.episodeStarts], [T, B]),
      observations: () => tf.tensor5d([...given.pixels], [T, B, ...cells.image, 3]),
    }),
  });
}
