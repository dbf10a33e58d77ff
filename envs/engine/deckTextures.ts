import { fractalNoise, hashNoise } from './noise.js';
import { createTexture, rgb, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

const SIZE = 64;

/** Texels: half of the picture's side. */
const PLATE = 32;

const STEEL: Colour = [128, 132, 142];

/** Brightness of bolted metal plates: bevelled edges, a bolt in each corner, scratches. */
function plateLight(column: number, row: number, seed: number): number {
  const [x, y] = [column % PLATE, row % PLATE];
  if (x === 0 || y === 0) return 0.35;
  const edge = x === 1 || y === 1 ? 1.3 : x === PLATE - 1 || y === PLATE - 1 ? 0.7 : 1;
  const [boltX, boltY] = [Math.min(x, PLATE - x) - 4, Math.min(y, PLATE - y) - 4];
  const bolt = boltX * boltX + boltY * boltY < 3 ? 0.6 : 1;
  const plate = hashNoise(Math.floor(column / PLATE), Math.floor(row / PLATE), seed);
  const scratches = fractalNoise(column / 16, row / 2, { seed, period: 32, octaves: 2 });
  return edge * bolt * (0.7 + 0.15 * plate + 0.3 * scratches);
}

/** A wall of metal plates with a shining stripe of one colour at two thirds of its height. */
export function deckWallTexture([red, green, blue]: Colour): Texture {
  return createTexture(SIZE, SIZE, (column, row) => {
    if (row >= 18 && row < 26) {
      const shine = row >= 20 && row < 24 ? 1.25 : 0.7;
      return rgb(red * shine, green * shine, blue * shine);
    }
    const light = plateLight(column, row, 89);
    const tint = row > 48 ? 0.5 : 0.2; // the skirting takes more of the colour
    const mix = (steel: number, own: number): number => light * (steel + (own - steel) * tint);
    return rgb(mix(STEEL[0], red), mix(STEEL[1], green), mix(STEEL[2], blue));
  });
}

/** A floor of metal plates, dark and light by turns. */
export function deckFloorTexture([red, green, blue]: Colour): Texture {
  return createTexture(SIZE, SIZE, (column, row) => {
    const dark = (Math.floor(column / PLATE) + Math.floor(row / PLATE)) % 2 === 1;
    const light = plateLight(column, row, 97) * (dark ? 0.62 : 0.95);
    return rgb(red * light, green * light, blue * light);
  });
}

/** Texels from the middle of a lamp to its edge, and on to where its glow ends. */
const LAMP = 11;
const GLOW = 8;

/** A dark metal ceiling with a square lamp in the middle. */
export function deckCeilingTexture([red, green, blue]: Colour): Texture {
  return createTexture(SIZE, SIZE, (column, row) => {
    const away = Math.max(Math.abs(column - SIZE / 2 + 0.5), Math.abs(row - SIZE / 2 + 0.5));
    if (away < LAMP) return rgb(255, 252, 236);
    const glow = away < LAMP + GLOW ? 1 + (LAMP + GLOW - away) / 10 : 1;
    const light = plateLight(column, row, 101) * 0.6 * glow;
    return rgb(red * light, green * light, blue * light);
  });
}
