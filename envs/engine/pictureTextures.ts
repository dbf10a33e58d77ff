import { hashNoise } from './noise.js';
import { once } from './once.js';
import { createTexture, rgb, type Texture } from './texture.js';
import type { Colour } from './wallTextures.js';

const SIZE = 64;

/** Texels from the outer edge: a wooden frame, a pale mount, then the picture. */
const FRAME = 5;
const MOUNT = 8;

/** Whether a point of a picture, −1 … 1 across and down, belongs to its figure. */
type Figure = (x: number, y: number) => boolean;

interface Picture {
  readonly ground: Colour;
  readonly ink: Colour;
  readonly figure: Figure;
}

const disc: Figure = (x, y) => x * x + y * y < 0.5;

const ring: Figure = (x, y) => {
  const squared = x * x + y * y;
  return squared < 0.72 && squared > 0.2;
};

const triangle: Figure = (x, y) => y < 0.7 && y > -0.8 && Math.abs(x) < (y + 0.8) * 0.56;

const cross: Figure = (x, y) => Math.min(Math.abs(x), Math.abs(y)) < 0.24;

const diamond: Figure = (x, y) => Math.abs(x) + Math.abs(y) < 0.82;

const stripes: Figure = (_, y) => ((y + 1) * 2.5) % 1 < 0.5;

const checks: Figure = (x, y) => (Math.floor((x + 1) * 2) + Math.floor((y + 1) * 2)) % 2 === 0;

const saltire: Figure = (x, y) => Math.abs(Math.abs(x) - Math.abs(y)) < 0.24;

/** Told apart by colour from afar, where a picture is a few pixels wide, and by figure from nearby. */
const PICTURES: readonly Picture[] = [
  { ground: [206, 38, 38], ink: [250, 236, 200], figure: disc },
  { ground: [244, 196, 30], ink: [40, 44, 120], figure: triangle },
  { ground: [34, 128, 52], ink: [236, 240, 120], figure: diamond },
  { ground: [244, 244, 244], ink: [20, 20, 24], figure: checks },
  { ground: [122, 44, 160], ink: [246, 170, 226], figure: ring },
  { ground: [240, 120, 24], ink: [92, 28, 16], figure: saltire },
  { ground: [24, 40, 96], ink: [120, 220, 246], figure: stripes },
  { ground: [24, 26, 30], ink: [90, 236, 90], figure: cross },
];

/** Eight framed pictures, different in figure and colour, all opaque squares. */
export const pictureTextures = once((): readonly Texture[] => PICTURES.map(framed));

function framed({ ground, ink, figure }: Picture): Texture {
  const half = SIZE / 2 - MOUNT;
  return createTexture(SIZE, SIZE, (column, row) => {
    const inset = Math.min(column, row, SIZE - 1 - column, SIZE - 1 - row);
    if (inset < FRAME) return frameTexel(column, row, inset);
    if (inset < MOUNT) return rgb(232, 226, 208);
    const x = (column + 0.5 - SIZE / 2) / half;
    const y = (row + 0.5 - SIZE / 2) / half;
    const [red, green, blue] = figure(x, y) ? ink : ground;
    const canvas = 0.94 + 0.08 * hashNoise(column, row, 149);
    return rgb(red * canvas, green * canvas, blue * canvas);
  });
}

/** Gilded wood, lit from above: bright on top and left, dark below and on the right. */
function frameTexel(column: number, row: number, inset: number): number {
  const lit = column + row < SIZE - 1;
  const rounding = inset === 0 ? 0.5 : inset === 2 ? 1.25 : 1;
  const light = (lit ? 1 : 0.68) * rounding * (0.9 + 0.15 * hashNoise(column, row, 151));
  return rgb(168 * light, 118 * light, 48 * light);
}
