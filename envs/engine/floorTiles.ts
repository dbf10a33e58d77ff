import { fractalNoise, hashNoise } from './noise.js';
import { createTexture, rgb, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

/** Texels of one floor tile, both ways. */
export const TILE_SIZE = 32;

/** Brightness of a texel in its pattern, before grain; 1 is the plain colour. */
type Pattern = (column: number, row: number) => number;

/** A square of floor with a pattern in one colour; it joins to itself on all sides. */
function tile([red, green, blue]: Colour, pattern: Pattern): Texture {
  return createTexture(TILE_SIZE, TILE_SIZE, (column, row) => {
    const shape = { seed: 83, period: 4, octaves: 3 };
    const grain = fractalNoise(column / 8, row / 8, shape);
    const light = pattern(column, row) * (0.82 + 0.24 * grain + 0.1 * hashNoise(column, row, 89));
    return rgb(red * light, green * light, blue * light);
  });
}

/** One large slab with a dark joint. */
export function slabTile(colour: Colour): Texture {
  return tile(colour, (column, row) => (Math.min(column, row) < 1 ? 0.55 : 1));
}

/** A lighter diamond on each slab. */
export function diamondTile(colour: Colour): Texture {
  const middle = (TILE_SIZE - 1) / 2;
  return tile(colour, (column, row) => {
    const fromMiddle = Math.abs(column - middle) + Math.abs(row - middle);
    return Math.min(column, row) < 1 ? 0.6 : fromMiddle < 12 ? 1.14 : 0.9;
  });
}

/** Four small stones in two tones. */
export function pavingTile(colour: Colour): Texture {
  const half = TILE_SIZE / 2;
  return tile(colour, (column, row) => {
    if (Math.min(column % half, row % half) < 1) return 0.6;
    return (Math.floor(column / half) + Math.floor(row / half)) % 2 === 0 ? 1.08 : 0.88;
  });
}
