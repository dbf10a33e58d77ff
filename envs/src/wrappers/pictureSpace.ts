import { EnvError } from '../errors.js';
import { boundAt, Box } from '../spaces/index.js';
import type { Dtype, Space } from '../spaces/index.js';

/** Extents of a picture. */
export interface PictureShape {
  readonly height: number;
  readonly width: number;
  /** Numbers per pixel. */
  readonly channels: number;
  /** Whether the channels have an axis of their own: one channel may have none. */
  readonly hasChannelAxis: boolean;
}

/**
 * The extents of pictures in a space: `[height, width]` or `[height, width, channels]`.
 *
 * @param wrapper - Who asks, for the message.
 * @throws {@link EnvError} if the space is no `Box` of uint8 from 0 to 255 with two or three axes.
 */
export function pictureShape(space: Space<unknown>, wrapper: string): PictureShape {
  if (space instanceof Box && isPicture(space as Box<Dtype>)) {
    const [height, width, channels] = space.shape;
    const hasChannelAxis = channels !== undefined;
    return { height: height!, width: width!, channels: channels ?? 1, hasChannelAxis };
  }
  throw new EnvError(
    `${wrapper}: expected pictures, Box(0, 255, (height, width[, channels]), uint8), ` +
      `got ${space.toString()}.`,
  );
}

function isPicture(box: Box<Dtype>): boolean {
  if (box.dtype !== 'uint8' || box.shape.length < 2 || box.shape.length > 3) return false;
  for (let i = 0; i < box.size; i++) {
    if (boundAt(box.low, i) !== 0 || boundAt(box.high, i) !== 255) return false;
  }
  return true;
}
