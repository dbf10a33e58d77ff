import { fractalNoise, hashNoise } from './noise.js';
import { createTexture, rgb, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

const SIZE = 64;

/** Texels: a board along the floor, a rail along the top, and the joints between panels. */
const BOARD = 7;
const RAIL = 4;
const PANEL = 32;

/** A smooth painted wall of upright panels, with a board along the floor and a rail along the top. */
export function panelTexture(paint: Colour, trim: Colour): Texture {
  return createTexture(SIZE, SIZE, (column, row) => {
    const grain = fractalNoise(column / 8, row / 8, { seed: 71, period: 8, octaves: 3 });
    if (row < RAIL || row >= SIZE - BOARD) {
      const upperEdge = row === 0 || row === SIZE - BOARD;
      return shaded(trim, (upperEdge ? 1.2 : 0.9) * (0.85 + 0.25 * grain));
    }
    const inPanel = column % PANEL;
    const joint = inPanel === 0 ? 0.55 : inPanel === 1 ? 1.18 : 1;
    const fromAbove = 1.08 - (0.2 * row) / SIZE;
    return shaded(paint, joint * fromAbove * (0.86 + 0.24 * grain));
  });
}

/** Square floor tiles in two tones with dark joints; 32 texels each. */
export function tileTexture(tile: Colour): Texture {
  return createTexture(SIZE, SIZE, (column, row) => {
    const [acrossTile, downTile] = [column % PANEL, row % PANEL];
    const [tileColumn, tileRow] = [Math.floor(column / PANEL), Math.floor(row / PANEL)];
    const grain = fractalNoise(column / 8, row / 8, { seed: 79, period: 8, octaves: 3 });
    if (acrossTile === 0 || downTile === 0) {
      return shaded(tile, 0.5 + 0.15 * grain);
    }
    const tone = (tileColumn + tileRow) % 2 === 0 ? 1 : 0.82;
    const bevel = acrossTile === 1 || downTile === 1 ? 1.12 : 1;
    return shaded(tile, tone * bevel * (0.8 + 0.25 * grain + 0.1 * hashNoise(column, row, 83)));
  });
}

function shaded([red, green, blue]: Colour, light: number): number {
  return rgb(red * light, green * light, blue * light);
}
