import { blend } from './noise.js';
import { rgb } from './texture.js';
import type { Colour } from './wallTextures.js';

/** How light meets a smooth surface. */
export interface Gloss {
  /** Brightness of the colour itself. */
  readonly light: number;
  /** Cosine of the angle between surface and light, 0 … 1. */
  readonly facing: number;
  /** Strength of the highlight, which falls with the eighth power of the cosine. */
  readonly highlight: number;
}

/** A lit colour with a white highlight. */
export function glossy([red, green, blue]: Colour, { light, facing, highlight }: Gloss): number {
  const sharp = facing * facing * facing * facing; // `**` may differ between machines
  const shine = highlight * sharp * sharp;
  return rgb(
    blend(red * light, 255, shine),
    blend(green * light, 255, shine),
    blend(blue * light, 255, shine),
  );
}
