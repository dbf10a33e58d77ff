import { blend, fractalNoise, hashNoise } from './noise.js';
import { once } from './once.js';
import { createTexture, rgb, type Texture } from './texture.js';

const SIZE = 64;
const WATER_SIZE = 128;

/** Water with bright ripples where two layers of noise cross one half. */
export const waterTexture = once((): Texture => {
  return createTexture(WATER_SIZE, WATER_SIZE, (column, row) => {
    const wide = fractalNoise(column / 16, row / 16, { seed: 101, period: 8, octaves: 2 });
    const fine = fractalNoise(column / 8, row / 8, { seed: 107, period: 16, octaves: 2 });
    const ripple = nearHalf(wide) * 0.75 + nearHalf(fine) * 0.35;
    return rgb(blend(14, 150, ripple * ripple), blend(92, 214, ripple), blend(128, 232, ripple));
  });
});

/** 1 where noise is one half, falling to 0 at a distance of 0.12: thin winding lines. */
function nearHalf(noise: number): number {
  return Math.max(0, 1 - Math.abs(noise - 0.5) / 0.12);
}

/** Rows of {@link poolWallTexture}: it is to be hung once over the whole height of a wall. */
const RAIL_ROW = 5;
const SKIRTING_ROW = 52;
const PANEL_WIDTH = 32;

/** Pale blue panels between a dark rail above and a tiled skirting below. */
export const poolWallTexture = once((): Texture => {
  return createTexture(SIZE, SIZE, (column, row) => {
    const grain = fractalNoise(column / 8, row / 8, { seed: 113, period: 8, octaves: 3 });
    if (row < RAIL_ROW) return grey(60 + 30 * grain, row === RAIL_ROW - 1 ? 0.6 : 1);
    if (row >= SKIRTING_ROW) return skirting(column, row);
    const inPanel = column % PANEL_WIDTH;
    const edge = inPanel === 0 ? 0.62 : inPanel === 1 || row === RAIL_ROW ? 1.1 : 1;
    const light = (0.86 + 0.2 * grain) * edge;
    return rgb(118 * light, 158 * light, 200 * light);
  });
});

function grey(brightness: number, light: number): number {
  return rgb(brightness * light, brightness * light, (brightness + 10) * light);
}

/** Small square tiles, two shades of blue, with white joints. */
function skirting(column: number, row: number): number {
  if (column % 4 === 0 || row % 4 === 0) return rgb(206, 214, 220);
  const tone = hashNoise(column >> 2, row >> 2, 127);
  return tone < 0.5 ? rgb(34, 74, 138) : rgb(54, 104, 168);
}

const LAMP_RADIUS = 11;

/** Ceiling panels with a round lamp in the middle of each. */
export const lampCeilingTexture = once((): Texture => {
  return createTexture(SIZE, SIZE, (column, row) => {
    const x = column + 0.5 - SIZE / 2;
    const y = row + 0.5 - SIZE / 2;
    const distance = Math.sqrt(x * x + y * y);
    if (distance < LAMP_RADIUS) return rgb(255, 252, 236);
    if (distance < LAMP_RADIUS + 2) return rgb(84, 88, 96);
    if (column === 0 || row === 0) return rgb(76, 82, 92);
    const glow = Math.max(0, 1 - (distance - LAMP_RADIUS) / 20);
    const grain = 0.94 + 0.1 * hashNoise(column, row, 131);
    return rgb(
      blend(132, 212, glow) * grain,
      blend(140, 214, glow) * grain,
      blend(152, 212, glow) * grain,
    );
  });
});

const PLATE = 32;

/** Bolted metal plates. */
export const metalPlateTexture = once((): Texture => {
  return createTexture(SIZE, SIZE, (column, row) => {
    const inX = column % PLATE;
    const inY = row % PLATE;
    if (inX === 0 || inY === 0) return rgb(44, 46, 50);
    const boltX = Math.min(inX, PLATE - inX) - 5;
    const boltY = Math.min(inY, PLATE - inY) - 5;
    if (boltX * boltX + boltY * boltY <= 4) return rgb(222, 226, 230);
    const brushed = hashNoise(0, row, 137) * 0.12 + hashNoise(column, row, 139) * 0.08;
    const light = (inX === 1 || inY === 1 ? 1.2 : 0.9) + brushed;
    return rgb(136 * light, 146 * light, 158 * light);
  });
});
