import type { Env } from '../env.js';
import { EnvError } from '../errors.js';
import { Box } from '../spaces/index.js';
import { pictureShape } from './pictureSpace.js';
import { TransformObservation } from './transformObservation.js';

/** Luma weights of red, green and blue as in Gymnasium 1.4's `GrayscaleObservation`; sum 1. */
const [RED, GREEN, BLUE] = [0.2125, 0.7154, 0.0721];

/**
 * Grey pictures in place of coloured ones, after Gymnasium's `GrayscaleObservation`:
 * 0.2125 red + 0.7154 green + 0.0721 blue, rounded down. The result lives in a reused buffer.
 */
export class GrayScale<Action = unknown> extends TransformObservation<Uint8Array, Action> {
  protected override readonly stateKind = 'GrayScale/1';

  /**
   * @param options - `keepDimension`: `[height, width, 1]` in place of `[height, width]`.
   * @throws {@link EnvError} if the observations are no RGB pictures.
   */
  constructor(
    env: Env<Uint8Array, Action>,
    { keepDimension = false }: { readonly keepDimension?: boolean } = {},
  ) {
    const { height, width, channels } = pictureShape(env.observationSpace, 'GrayScale');
    if (channels !== 3) {
      throw new EnvError(`GrayScale: expected pictures of 3 channels, got ${channels}.`);
    }
    const shape = keepDimension ? [height, width, 1] : [height, width];
    const grey = new Uint8Array(height * width);
    super(env, {
      observationSpace: new Box({ low: 0, high: 255, shape, dtype: 'uint8' }),
      transform: (picture) => toGrey(picture, grey),
    });
  }
}

function toGrey(rgb: Uint8Array, grey: Uint8Array): Uint8Array {
  for (let pixel = 0, i = 0; pixel < grey.length; pixel++, i += 3) {
    grey[pixel] = rgb[i]! * RED + rgb[i + 1]! * GREEN + rgb[i + 2]! * BLUE; // rounds down
  }
  return grey;
}
