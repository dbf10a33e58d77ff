import { COS, HEADINGS, HEADINGS_PER_DEGREE, SIN, headingOf, wrapHeading } from './angles.js';

/** Where the eye is and where it looks. */
export interface Camera {
  /** World units, east. */
  readonly x: number;
  /** World units, north. */
  readonly y: number;
  /** World units above z = 0. */
  readonly eyeHeight: number;
  /** Heading units, counter-clockwise from east, 0 … HEADINGS − 1. */
  readonly heading: number;
  /** Heading units above the horizon, at most {@link MAX_PITCH} either way. */
  readonly pitch: number;
}

/** 60° in heading units. */
export const MAX_PITCH = 60 * HEADINGS_PER_DEGREE;

/**
 * A camera put to numbers for one picture size.
 *
 * The field of view is 90° across, whatever the size: the image plane stands half a picture width in
 * front of the eye, so one pixel is 1/focal of a unit at depth 1, both ways. Pitch slides the picture
 * up or down instead of tilting the image plane: upright edges stay upright, and all points of a row
 * of floor lie at one depth, which is what makes drawing by columns and rows exact.
 */
export class View {
  /** Distance of the image plane in pixels. */
  readonly focal: number;
  /** For each column, the sideways slope (right is positive) of the ray through its centre. */
  readonly slope: Float64Array;
  /** For each column, its heading when the camera looks east. */
  readonly columnHeading: Int32Array;
  x = 0;
  y = 0;
  eyeHeight = 0;
  heading = 0;
  cos = 1;
  sin = 0;
  /** Height of the horizon in pixels below the picture's upper edge; may lie outside. */
  horizon = 0;
  /** First row whose centre is not above the horizon, within 0 … height. */
  horizonRow = 0;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.focal = width / 2;
    this.slope = Float64Array.from(
      { length: width },
      (_, column) => (column + 0.5) / this.focal - 1,
    );
    this.columnHeading = Int32Array.from(this.slope, (slope) => headingOf(1, -slope));
  }

  /** @throws RangeError if heading or pitch is not a whole number of heading units in range. */
  aim(camera: Camera): void {
    const { heading, pitch } = camera;
    if (COS[heading] === undefined || !Number.isInteger(pitch) || Math.abs(pitch) > MAX_PITCH) {
      throw new RangeError(
        `View.aim: expected a whole heading from 0 to ${HEADINGS - 1} and a whole pitch from ` +
          `${-MAX_PITCH} to ${MAX_PITCH}, got ${heading} and ${pitch}.`,
      );
    }
    this.x = camera.x;
    this.y = camera.y;
    this.eyeHeight = camera.eyeHeight;
    this.heading = heading;
    this.cos = COS[heading];
    this.sin = SIN[heading]!;
    const up = wrapHeading(pitch);
    this.horizon = this.height / 2 + (this.focal * SIN[up]!) / COS[up]!;
    this.horizonRow = Math.min(this.height, Math.max(0, Math.ceil(this.horizon - 0.5)));
  }
}

/**
 * Brightness of a surface at a depth, in 256ths: falls hyperbolically, to one half at `halfLightDepth`.
 *
 * @param shade - Brightness without distance, 0 … 1.
 */
export function lightAt(depth: number, shade: number, halfLightDepth: number): number {
  return Math.trunc((256 * shade * halfLightDepth) / (halfLightDepth + depth));
}
