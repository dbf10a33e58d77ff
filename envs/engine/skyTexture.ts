import { blend, fractalNoise } from './noise.js';
import { once } from './once.js';
import { createTexture, rgb, type Texture } from './texture.js';

const WIDTH = 512;
const HEIGHT = 64;

/** Clouds are denser than this everywhere they show. */
const CLOUD_THRESHOLD = 0.48;

/** A day sky once around the horizon: deep blue above, pale below, with clouds and distant hills. */
export const daySkyTexture = once((): Texture => {
  const hills = Float64Array.from({ length: WIDTH }, (_, column) => hillHeight(column));
  return createTexture(WIDTH, HEIGHT, (column, row) => {
    const height = 1 - row / (HEIGHT - 1);
    if (height < hills[column]!) {
      return rgb(96, 118, 146);
    }
    const noise = fractalNoise(column / 32, row / 10, { seed: 61, period: 16, octaves: 4 });
    const cloud = Math.min(1, Math.max(0, (noise - CLOUD_THRESHOLD) * 5));
    const sky = (low: number, high: number): number => blend(low, high, height);
    return rgb(
      blend(sky(176, 58), 250, cloud),
      blend(sky(208, 118), 250, cloud),
      blend(sky(234, 206), 252, cloud),
    );
  });
});

/** Share of the picture's height that the hills fill at a column. */
function hillHeight(column: number): number {
  return 0.26 * fractalNoise(column / 32, 0, { seed: 67, period: 16, octaves: 3 });
}
