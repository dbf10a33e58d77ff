import { hashNoise } from './noise.js';
import { once } from './once.js';
import { TRANSPARENT, createTexture, rgb, type Texture } from './texture.js';

const SIZE = 64;

/** Light falls from the upper left, towards the viewer; of unit length. */
const LIGHT = [-0.48, -0.6, 0.64] as const;

const BALL_RADIUS = 0.72;

/** Ellipse of the ring that runs around the ball. */
const RING = { outer: 0.98, inner: 0.8, flatness: 0.28 };

/** A goal: a shining magenta ball with a golden ring around it, a colour that no wall has. */
export const goalTexture = once((): Texture =>
  createTexture(SIZE, SIZE, (column, row) => {
    const x = (column + 0.5) / (SIZE / 2) - 1;
    const y = (row + 0.5) / (SIZE / 2) - 1;
    const inBall = x * x + y * y < BALL_RADIUS * BALL_RADIUS;
    if (inRing(x, y) && (y > 0 || !inBall)) {
      const glint = 0.75 + 0.35 * (1 - Math.abs(x + 0.4)) + 0.06 * hashNoise(column, row, 89);
      return rgb(250 * glint, 196 * glint, 52 * glint);
    }
    return inBall ? ball(x / BALL_RADIUS, y / BALL_RADIUS) : TRANSPARENT;
  }),
);

function inRing(x: number, y: number): boolean {
  const radius = Math.sqrt(x * x + (y / RING.flatness) * (y / RING.flatness));
  return radius > RING.inner && radius < RING.outer;
}

/** A point of a lit sphere of radius 1. */
function ball(x: number, y: number): number {
  const z = Math.sqrt(1 - x * x - y * y);
  const facing = Math.max(0, x * LIGHT[0] + y * LIGHT[1] + z * LIGHT[2]);
  const shine = facing * facing * facing * facing;
  const light = 0.42 + 0.62 * facing;
  const highlight = 150 * shine * shine;
  return rgb(236 * light + highlight, 44 * light + highlight, 196 * light + highlight);
}
