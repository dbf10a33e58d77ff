import { blend } from './noise.js';
import { once } from './once.js';
import { TRANSPARENT, createTexture, rgb, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

/** Texels, both ways. */
const SIZE = 64;

/** Picture coordinates, −1 … 1 across and down. */
type PicturePoint = readonly [x: number, y: number];

function picture(paint: (point: PicturePoint) => number): Texture {
  const centred = (texel: number): number => (texel + 0.5) / (SIZE / 2) - 1;
  return createTexture(SIZE, SIZE, (column, row) => paint([centred(column), centred(row)]));
}

/** Brightness of the rim around a key: dark, and light around dark keys. */
const DARK_RIM: Colour = [24, 24, 28];
const LIGHT_RIM: Colour = [206, 206, 214];

/** Share of the picture's half width. */
const RIM = 0.08;

/** An upright key: a ring, a shaft and two teeth, in one colour with a rim. */
export function keyTexture(colour: Colour): Texture {
  const rim = colour[0] + colour[1] + colour[2] < 128 ? LIGHT_RIM : DARK_RIM;
  return picture((point) => {
    if (inKey(point, 0)) return shaded(colour, 1 - 0.28 * Math.abs(point[0]) - 0.12 * point[1]);
    return inKey(point, RIM) ? rgb(...rim) : TRANSPARENT;
  });
}

/** Whether a point lies on a key that is wider by `margin` all around. */
function inKey([x, y]: PicturePoint, margin: number): boolean {
  const fromRing = Math.sqrt(x * x + (y + 0.5) * (y + 0.5));
  const ring = fromRing < 0.4 + margin && fromRing > 0.17 - margin;
  const shaft = Math.abs(x) < 0.1 + margin && y > -0.2 - margin && y < 0.9 + margin;
  const isTooth = (middle: number): boolean =>
    x > 0 && x < 0.44 + margin && Math.abs(y - middle) < 0.09 + margin;
  return ring || shaft || isTooth(0.42) || isTooth(0.78);
}

/** An orange ice lolly on a stick. */
export const lollyTexture = once((): Texture => {
  return picture(([x, y]) => {
    if (Math.abs(x) < 0.12 && y > 0.4 && y < 0.97) return shaded([214, 176, 120], 1 - Math.abs(x));
    if (!inLolly(x, y)) return TRANSPARENT;
    const groove = Math.abs(Math.abs(x) - 0.2) < 0.05 ? 0.82 : 1;
    const shine = x > -0.42 && x < -0.3 && y > -0.6 && y < 0.1 ? 0.6 : 0;
    const light = (1 - 0.35 * Math.abs(x + 0.2)) * groove;
    return rgb(blend(255 * light, 255, shine), blend(153 * light, 255, shine), 255 * shine);
  });
});

/** A bar with a round upper end. */
function inLolly(x: number, y: number): boolean {
  const overTop = Math.min(0, y + 0.42);
  return x * x + overTop * overTop < 0.54 * 0.54 && y < 0.46;
}

/** Texels: five posts and the gaps between them fill the width. */
const POST = 8;
const POST_PITCH = 14;
const RAIL = 8;

/** A fence of upright posts between rails, in one colour, that can be seen through. */
export function fenceTexture(colour: Colour): Texture {
  return createTexture(SIZE, SIZE, (column, row) => {
    const fromMiddle = Math.abs(row + 0.5 - SIZE / 2);
    const rail = fromMiddle > SIZE / 2 - RAIL ? row % (SIZE - RAIL) : row - (SIZE - RAIL) / 2;
    if (rail >= 0 && rail < RAIL) return shaded(colour, roundLight(rail, RAIL));
    const post = column % POST_PITCH;
    return post < POST ? shaded(colour, roundLight(post, POST)) : TRANSPARENT;
  });
}

/** Brightness across a round bar: lightest a little before its middle. */
function roundLight(texel: number, width: number): number {
  const across = (texel + 0.5) / width - 0.4;
  return 1 - 1.5 * across * across;
}

/** A glossy colour: even black shows its shape. @param light - About 0.5 … 1. */
function shaded(colour: Colour, light: number): number {
  const gloss = 60 * Math.max(0, light - 0.8);
  const [red, green, blue] = colour.map((part) => part * light + gloss) as [number, number, number]; // as many as before
  return rgb(red, green, blue);
}
