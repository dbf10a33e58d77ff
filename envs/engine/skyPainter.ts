import { HEADINGS } from './angles.js';
import type { Texture } from './texture.js';
import type { View } from './view.js';

/**
 * Draws a sky: a picture on an endlessly wide cylinder around the eye, its lower edge on the horizon
 * and its upper edge 45° above. It turns with the heading and never comes nearer.
 */
export class SkyPainter {
  /** For each column, 1 / length of its ray to the image plane at depth 1. */
  private readonly nearness: Float64Array;

  constructor(
    private readonly view: View,
    private readonly pixels: Uint8Array,
  ) {
    this.nearness = view.slope.map((slope) => 1 / Math.sqrt(1 + slope * slope));
  }

  /** Draws rows 0 up to, not including, `end` of one column; all lie above the horizon. */
  paint(sky: Texture, column: number, end: number): void {
    const { view, pixels } = this;
    const { texels } = sky;
    const heading = (view.heading + view.columnHeading[column]!) % HEADINGS;
    const start = Math.floor((heading * sky.width) / HEADINGS) << sky.heightBits;
    const texelsPerRow = (sky.height * this.nearness[column]!) / view.focal;
    const step = Math.floor(texelsPerRow * 65536); // 16.16 fixed point, like `texelRow`
    const stride = view.width * 3;
    let texelRow = Math.floor((sky.height - (view.horizon - 0.5) * texelsPerRow) * 65536);
    let at = column * 3;
    for (let row = 0; row < end; row++) {
      const texel = texels[start + (texelRow < 0 ? 0 : texelRow >> 16)]!;
      pixels[at] = texel; // a byte array keeps the low 8 bits
      pixels[at + 1] = texel >>> 8;
      pixels[at + 2] = texel >>> 16;
      texelRow += step;
      at += stride;
    }
  }
}
