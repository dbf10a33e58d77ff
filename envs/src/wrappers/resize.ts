import type { Env } from '../env.js';
import { EnvError } from '../errors.js';
import { Box } from '../spaces/index.js';
import { areaWeights, nearestWeights, resizeAxis } from './axisWeights.js';
import type { AxisWeights } from './axisWeights.js';
import { pictureShape } from './pictureSpace.js';
import type { PictureShape } from './pictureSpace.js';
import { TransformObservation } from './transformObservation.js';

const METHODS = { area: areaWeights, nearest: nearestWeights };

/** What {@link Resize} needs to know. */
export interface ResizeOptions {
  /** Pixels. */
  readonly height: number;
  /** Pixels. */
  readonly width: number;
  /**
   * `area` (the default): the mean of what a new pixel covers, each old pixel weighed by its covered
   * part. `nearest`: the old pixel under the new one's middle.
   */
  readonly method?: keyof typeof METHODS;
}

/**
 * Pictures of another size, after Gymnasium's `ResizeObservation`, which uses OpenCV's `INTER_AREA`.
 * `area` equals that where pictures become smaller or stay, up to 1 in 255 by rounding; where they
 * become larger, OpenCV interpolates and this repeats pixels. The result lives in a reused buffer.
 */
export class Resize<Action = unknown> extends TransformObservation<Uint8Array, Action> {
  protected override readonly stateKind = 'Resize/1';

  /** @throws {@link EnvError} if the observations are no pictures or an option is out of range. */
  constructor(env: Env<Uint8Array, Action>, { height, width, method = 'area' }: ResizeOptions) {
    const from = pictureShape(env.observationSpace, 'Resize');
    requireOptions({ height, width, method });
    const to = { ...from, height, width };
    const shape = from.hasChannelAxis ? [height, width, from.channels] : [height, width];
    super(env, {
      observationSpace: new Box({ low: 0, high: 255, shape, dtype: 'uint8' }),
      transform: resizer(from, to, METHODS[method]),
    });
  }
}

function requireOptions({ height, width, method }: Required<ResizeOptions>): void {
  const whole = Number.isSafeInteger(height) && Number.isSafeInteger(width);
  if (!whole || height < 1 || width < 1) {
    throw new EnvError(
      `Resize: height and width must be whole numbers above 0, got ${height} and ${width}.`,
    );
  }
  if (Object.hasOwn(METHODS, method)) return;
  throw new EnvError(`Resize: method must be 'area' or 'nearest', got '${method}'.`);
}

/** A function from pictures of one shape to pictures of another, in one reused buffer. */
function resizer(
  from: PictureShape,
  to: PictureShape,
  weights: (from: number, to: number) => AxisWeights,
): (picture: Uint8Array) => Uint8Array {
  const rows = weights(from.height, to.height);
  const columns = weights(from.width, to.width);
  const rowSize = to.width * to.channels;
  const narrowed = new Float64Array(from.height * rowSize);
  const resized = new Float64Array(to.height * rowSize);
  const result = new Uint8Array(to.height * rowSize);
  return (source) => {
    const across = { source, target: narrowed, outer: from.height, inner: to.channels };
    resizeAxis(across, columns);
    resizeAxis({ source: narrowed, target: resized, outer: 1, inner: rowSize }, rows);
    for (let i = 0; i < result.length; i++) result[i] = Math.round(resized[i]!);
    return result;
  };
}
