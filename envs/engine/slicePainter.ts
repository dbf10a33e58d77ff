import type { Surface } from './scene.js';
import { mipLevel } from './texture.js';
import { lightAt, type View } from './view.js';

/** Draws one slice of an upright face: a textured, shaded run of pixels in one column. */
export class SlicePainter {
  /** Rows the last slice covered within the picture: `firstRow` up to, not including, `endRow`. */
  firstRow = 0;
  endRow = 0;
  /** Row coordinate and texture step of the slice at hand. */
  private top = 0;
  private texelsPerPixel = 0;
  private light = 0;

  constructor(
    private readonly view: View,
    private readonly pixels: Uint8Array,
  ) {}

  /** Finds rows, texture step and light of a slice of `surface` at `1 / inverseDepth`. */
  place(surface: Surface, inverseDepth: number, halfLightDepth: number): void {
    const { view } = this;
    const pixelsPerUnit = view.focal * inverseDepth;
    const bottom = view.horizon - (surface.bottom - view.eyeHeight) * pixelsPerUnit;
    this.top = view.horizon - (surface.top - view.eyeHeight) * pixelsPerUnit;
    this.firstRow = Math.min(view.height, Math.max(0, Math.ceil(this.top - 0.5)));
    this.endRow = Math.min(view.height, Math.max(0, Math.ceil(bottom - 0.5)));
    this.texelsPerPixel = surface.texelsPerUnit / pixelsPerUnit;
    this.light = lightAt(1 / inverseDepth, surface.shade, halfLightDepth);
  }

  /** An empty slice on the horizon, for a column where nothing stands. */
  placeNothing(): void {
    this.firstRow = this.view.horizonRow;
    this.endRow = this.view.horizonRow;
  }

  /** Draws the slice last placed. @param along - World units along the face. */
  paint(surface: Surface, column: number, along: number): void {
    const { texture, texelsPerUnit } = surface;
    const { texels } = texture;
    const { pixels, light, endRow } = this;
    const level = mipLevel(texture, this.texelsPerPixel);
    const texelColumn = (Math.floor(along * texelsPerUnit) & (texture.width - 1)) >> level;
    const start = texture.levelStart[level]! + (texelColumn << (texture.heightBits - level));
    const mask = (texture.height >> level) - 1;
    const fixed = 65536 / (1 << level); // 16.16 fixed point, in texels of this level
    const step = Math.trunc(this.texelsPerPixel * fixed);
    let row = Math.trunc((this.firstRow + 0.5 - this.top) * this.texelsPerPixel * fixed);
    const stride = this.view.width * 3;
    let at = this.firstRow * stride + column * 3;
    for (let y = this.firstRow; y < endRow; y++) {
      const texel = texels[start + ((row >> 16) & mask)]!;
      if (texel !== 0) {
        const redBlue = Math.imul(texel & 0xff00ff, light) >>> 8;
        pixels[at] = redBlue; // a byte array keeps the low 8 bits: red
        pixels[at + 1] = Math.imul(texel & 0xff00, light) >>> 16;
        pixels[at + 2] = redBlue >>> 16;
      }
      row += step;
      at += stride;
    }
  }
}
