import { blend, fractalNoise, hashNoise } from './noise.js';
import { once } from './once.js';
import { createTexture, rgb, type Texture } from './texture.js';

const SIZE = 128;

/** Texels. */
const SQUARE = 64;

/** Lawn mown in squares: the squares show motion and distance. */
export const lawnTexture = once((): Texture => {
  return createTexture(SIZE, SIZE, (column, row) => {
    const dark = (Math.floor(column / SQUARE) + Math.floor(row / SQUARE)) % 2 === 1;
    const patches = fractalNoise(column / 16, row / 16, { seed: 53, period: 8, octaves: 3 });
    const blade = hashNoise(column, row, 59);
    const light = (dark ? 0.78 : 1) * (0.72 + 0.34 * patches + 0.2 * blade);
    return rgb(blend(72, 108, patches) * light, 138 * light, 62 * light);
  });
});
