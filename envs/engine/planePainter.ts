import type { Plane } from './scene.js';
import { mipLevel } from './texture.js';
import { lightAt, type View } from './view.js';

/** Rows at the horizon would lie infinitely far away. World units. */
const FARTHEST = 32768;

/** Keeps texel coordinates positive, so that truncation rounds down; a multiple of every texture size. */
const COORDINATE_OFFSET = 1 << 24;

/**
 * Draws a floor or a ceiling column by column.
 *
 * Every row of a level plane lies at one depth, so depth, light and mip level are tables over rows,
 * refilled only when the eye's height, the pitch or the plane changes.
 */
export class PlanePainter {
  private readonly depths: Float64Array;
  private readonly lights: Int32Array;
  private readonly levels: Int32Array;
  private plane: Plane | undefined;
  private rise = Number.NaN;
  private horizon = Number.NaN;
  private halfLightDepth = Number.NaN;

  constructor(
    private readonly view: View,
    private readonly pixels: Uint8Array,
  ) {
    this.depths = new Float64Array(view.height);
    this.lights = new Int32Array(view.height);
    this.levels = new Int32Array(view.height);
  }

  /** Must be called before the columns of a picture. */
  prepare(plane: Plane, halfLightDepth: number): void {
    const rise = plane.height - this.view.eyeHeight;
    const { horizon } = this.view;
    if (
      plane !== this.plane ||
      rise !== this.rise ||
      horizon !== this.horizon ||
      halfLightDepth !== this.halfLightDepth
    ) {
      this.plane = plane;
      this.rise = rise;
      this.horizon = horizon;
      this.halfLightDepth = halfLightDepth;
      this.fillRows(plane);
    }
  }

  private fillRows({ texture, texelsPerUnit }: Plane): void {
    const { view, rise } = this;
    for (let row = 0; row < view.height; row++) {
      const depth = (rise * view.focal) / (this.horizon - row - 0.5);
      const onPlane = depth > 0 && depth < FARTHEST ? depth : FARTHEST;
      // A pixel covers depth/focal units across and depth²/(focal·|rise|) along: the geometric mean.
      const units = (onPlane / view.focal) * Math.sqrt(onPlane / Math.max(1, Math.abs(rise)));
      this.depths[row] = onPlane;
      this.lights[row] = lightAt(onPlane, 1, this.halfLightDepth);
      this.levels[row] = mipLevel(texture, units * texelsPerUnit);
    }
  }

  /** Draws rows `first` up to, not including, `end` of one column, all on the plane's side of the horizon. */
  paint(column: number, first: number, end: number): void {
    const { view, pixels, depths, lights, levels, plane } = this;
    const { texels, levelStart, heightBits, width, height } = plane!.texture;
    const { texelsPerUnit } = plane!;
    const slope = view.slope[column]!;
    const eastPerDepth = (view.cos + slope * view.sin) * texelsPerUnit;
    const northPerDepth = (view.sin - slope * view.cos) * texelsPerUnit;
    const east = view.x * texelsPerUnit + COORDINATE_OFFSET;
    const north = view.y * texelsPerUnit + COORDINATE_OFFSET;
    const stride = view.width * 3;
    let at = first * stride + column * 3;
    for (let row = first; row < end; row++) {
      const depth = depths[row]!;
      const level = levels[row]!;
      const texelColumn = ((east + eastPerDepth * depth) & (width - 1)) >> level;
      const texelRow = ((north + northPerDepth * depth) & (height - 1)) >> level;
      const texel = texels[levelStart[level]! + (texelColumn << (heightBits - level)) + texelRow]!;
      const light = lights[row]!;
      const redBlue = Math.imul(texel & 0xff00ff, light) >>> 8;
      pixels[at] = redBlue; // a byte array keeps the low 8 bits: red
      pixels[at + 1] = Math.imul(texel & 0xff00, light) >>> 16;
      pixels[at + 2] = redBlue >>> 16;
      at += stride;
    }
  }
}
