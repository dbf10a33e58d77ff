import { expectShape } from '../compute/index.js';
import type { tf } from '../compute/index.js';
import type { UnrollFeatures } from './auxiliaryLoss.js';

/** The features that losses on contexts and pictures share. */
export type PictureFeatures = Pick<UnrollFeatures, 'contexts' | 'episodeStarts' | 'observations'>;

/** Sizes that such a loss is built for. */
export interface PictureSizes {
  /** C, size of a context c_t. */
  readonly contextSize: number;
  /** `[H, W, 3]`, size of an observation. */
  readonly observationShape: readonly [height: number, width: number, channels: number];
}

/**
 * Checks the shapes of contexts, episode starts and pictures.
 *
 * @param place - Function that got them, for the message.
 * @returns The pictures, `[T, B, H, W, 3]` float32 in [0, 1].
 * @throws ShapeError if one differs from the sizes or from the others.
 */
export function checkedPictures(
  place: string,
  { contexts, episodeStarts, observations }: PictureFeatures,
  { contextSize, observationShape }: PictureSizes,
): tf.Tensor5D {
  const check = (
    tensor: tf.Tensor,
    input: string,
    expected: { shape: (number | null)[]; meaning: string },
  ): void => {
    expectShape(tensor, { place: `${place}: ${input}`, ...expected });
  };
  check(contexts, 'contexts', { shape: [null, null, contextSize], meaning: '[T, B, C]' });
  const [steps, batch] = contexts.shape;
  check(episodeStarts, 'episodeStarts', { shape: [steps, batch], meaning: '[T, B]' });
  const pictures = observations();
  const shape = [steps, batch, ...observationShape];
  check(pictures, 'observations()', { shape, meaning: '[T, B, H, W, 3]' });
  return pictures;
}
