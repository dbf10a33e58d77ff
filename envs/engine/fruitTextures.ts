import { glossy } from './gloss.js';
import { hashNoise } from './noise.js';
import { once } from './once.js';
import { TRANSPARENT, createTexture, rgb, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

const SIZE = 64;

/** Light falls from the upper left, towards the viewer; of unit length. */
const LIGHT = [-0.48, -0.6, 0.64] as const;

/** Picture coordinates, −1 … 1 across and down. */
type FruitPainter = (x: number, y: number) => number;

function fruitTexture(paint: FruitPainter): Texture {
  const centred = (texel: number): number => (texel + 0.5) / (SIZE / 2) - 1;
  return createTexture(SIZE, SIZE, (column, row) => paint(centred(column), centred(row)));
}

/** A red apple with a dimple, a stem and a leaf. */
export const appleTexture = once((): Texture => {
  return fruitTexture((x, y) => {
    const [leafX, leafY] = [x - 0.34, y + 0.78];
    if (inEllipse(leafX * 0.8 + leafY * 0.6, leafY * 0.8 - leafX * 0.6, [0.32, 0.13])) {
      return rgb(86, 178, 52);
    }
    if (y > -0.95 && y < -0.5 && Math.abs(x - 0.06 + 0.12 * (y + 0.5)) < 0.07) {
      return rgb(98, 62, 30);
    }
    // Two overlapping lobes, narrower below, leave the dimple on top.
    const lobe = (Math.abs(x) - 0.26) / 0.64;
    const middle = (y - 0.16) / 0.78;
    const narrowing = 1 + 0.22 * Math.max(0, middle);
    const inside = Math.abs(x) < 0.26 ? middle * middle + 0.12 * (1 - Math.abs(x) / 0.26) : 0;
    const squared = Math.max(inside, lobe * narrowing * (lobe * narrowing) + middle * middle);
    return squared > 1 ? TRANSPARENT : shadeBall([x / 0.9, middle], [214, 24, 28]);
  });
});

/** A yellow lemon lying aslant, with a nub at either end. */
export const lemonTexture = once((): Texture => {
  return fruitTexture((x, y) => {
    const along = x * 0.906 - y * 0.423; // turned by 25°
    const across = x * 0.423 + y * 0.906;
    const body = inEllipse(along, across, [0.76, 0.58]);
    const nubs = inEllipse(Math.abs(along) - 0.76, across, [0.2, 0.17]);
    if (!body && !nubs) {
      return TRANSPARENT;
    }
    const pores = hashNoise(Math.round(x * 16), Math.round(y * 16), 71) < 0.1 ? 0.93 : 1;
    return shadeBall([along / 0.98, across / 0.62], [250 * pores, 222 * pores, 34]);
  });
});

function inEllipse(x: number, y: number, [a, b]: readonly [number, number]): boolean {
  return (x * x) / (a * a) + (y * y) / (b * b) <= 1;
}

/** Diffuse light and a highlight on a ball that fills −1 … 1. */
function shadeBall([x, y]: readonly [number, number], colour: Colour): number {
  const z = Math.sqrt(Math.max(0, 1 - x * x - y * y));
  const facing = Math.max(0, x * LIGHT[0] + y * LIGHT[1] + z * LIGHT[2]);
  return glossy(colour, { light: 0.5 + 0.55 * facing, facing, highlight: 0.55 });
}
