import { PixelControlLoss } from '../../../src/auxiliary/pixelControl/index.js';
import { tf } from '../../../src/compute/index.js';
import { randomNumbers } from '../../support/random.js';
import { randomVariables, runLoss } from '../lossRun.js';
import type { LossOutcome } from '../lossRun.js';
import type { Cells } from '../pictures.js';

/** Sizes of a case; those of the decoder's small map worked out by hand. */
export interface PixelControlSizes {
  readonly T: number;
  readonly B: number;
  readonly C: number;
  /** A */
  readonly actionCount: number;
  readonly cells: Cells;
  /** `[height, width]` of the map between the decoder's layers. */
  readonly small: readonly [number, number];
  readonly channels: number;
  readonly discount: number;
}

/** Everything pixel control computes from, as flat row-major numbers. */
export interface PixelControlCase extends PixelControlSizes {
  readonly contexts: readonly number[];
  readonly episodeStarts: readonly number[];
  readonly actions: readonly number[];
  /** `[T, B, H, W, 3]` in [0, 1]. */
  readonly pixels: readonly number[];
  readonly variables: Readonly<Record<string, readonly number[]>>;
}

/** 9×12 pixels in cells of 2: 4×6 of them, one row left out below; (1−1)·2+4 = 4, (2−1)·2+4 = 6. */
export const SIZES: PixelControlSizes = {
  ...{ T: 6, B: 2, C: 3, actionCount: 3, channels: 2, discount: 0.9 },
  cells: { image: [9, 12], cellSize: 2, size: [4, 6], start: [0, 0] },
  small: [1, 2],
};

export function lossFor(sizes: PixelControlSizes, seed = 1): PixelControlLoss {
  const { C, actionCount, cells, channels, discount } = sizes;
  return new PixelControlLoss({
    ...{ channels, discount, seed, cellSize: cells.cellSize },
    contextSize: C,
    actions: actionCount,
    observationShape: [...cells.image, 3],
  });
}

/** @param starts - (t, b) of the observations that open an episode. */
export function randomCase(
  sizes: PixelControlSizes,
  { seed, starts }: { seed: number; starts: readonly (readonly [number, number])[] },
): PixelControlCase {
  const { T, B, C, actionCount, cells } = sizes;
  const random = randomNumbers(seed);
  const episodeStarts = new Array<number>(T * B).fill(0);
  for (const [t, b] of starts) episodeStarts[t * B + b] = 1;
  return {
    ...sizes,
    contexts: random.normals(T * B * C),
    episodeStarts,
    actions: random.integers(T * B, actionCount),
    pixels: random.uniforms(T * B * cells.image[0] * cells.image[1] * 3),
    variables: randomVariables(lossFor(sizes), { seed: seed + 1, deviation: 0.4 }),
  };
}

/** Runs PixelControlLoss on a case: loss, metrics and gradients. */
export function runPixelControl(given: PixelControlCase): LossOutcome {
  const { T, B, C, cells } = given;
  return runLoss({
    loss: lossFor(given),
    variables: given.variables,
    inputs: { contexts: { values: given.contexts, shape: [T, B, C] } },
    features: ({ contexts }) => ({
      contexts: contexts as tf.Tensor3D,
      episodeStarts: tf.tensor2d([...given.episodeStarts], [T, B]),
      actions: tf.tensor2d([...given.actions], [T, B], 'int32'),
      observations: () => tf.tensor5d([...given.pixels], [T, B, ...cells.image, 3]),
    }),
  });
}
