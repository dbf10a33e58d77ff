import { Random } from '@rl-tools/env';
import { expect, test } from 'vitest';
import {
  createBillboard,
  createTexture,
  createWall,
  isInView,
  Renderer,
  rgb,
  seesItem,
} from '../../../envs/engine/index.js';
import type { Point, Scene, Texture, Wall } from '../../../envs/engine/index.js';

const plain = (...colour: [number, number, number]): Texture =>
  createTexture(1, 1, () => rgb(...colour));
const [red, green, blue] = [plain(250, 0, 0), plain(0, 250, 0), plain(0, 0, 250)];
const EMPTY: Scene = {
  walls: [],
  billboards: [],
  floor: { texture: blue, height: 0, texelsPerUnit: 1 },
  sky: blue,
  halfLightDepth: 1000,
};
const wall = (from: Point, to: Point): Wall => createWall(from, to, { texture: green, height: 1 });
const degrees = (angle: number): number => angle * 20; // a heading unit is 0.05°

test('a point within 45° of the heading is in view, others are not', () => {
  const viewer = { x: 5, y: -3, heading: degrees(30) };
  for (const [angle, expected] of [
    [30, true],
    [74.9, true],
    [75.1, false],
    [-14.9, true],
    [-15.1, false],
    [210, false],
  ] as const) {
    const radians = (angle * Math.PI) / 180;
    const point: Point = [5 + 70 * Math.cos(radians), -3 + 70 * Math.sin(radians)];
    expect(isInView(point, viewer, []), `${angle}°`).toBe(expected);
  }
});

test('a wall hides what is behind it, not what is before or beside it', () => {
  const viewer = { x: 0, y: 0, heading: 0 };
  const walls = [wall([10, -4], [10, 4])];
  expect(isInView([20, 0], viewer, walls)).toBe(false);
  expect(isInView([9, 0], viewer, walls)).toBe(true);
  expect(isInView([20, 7.9], viewer, walls)).toBe(false); // crosses x = 10 at y = 3.95
  expect(isInView([20, 8.1], viewer, walls)).toBe(true); // at y = 4.05
  expect(isInView([20, 0], { ...viewer, x: 12 }, walls)).toBe(true); // beyond the wall
});

test('agrees with what the renderer draws', () => {
  const renderer = new Renderer({ width: 400, height: 20 });
  const random = new Random(3);
  const point = (): Point => [random.uniform(-100, 100), random.uniform(-100, 100)];
  const counts = { seen: 0, unseen: 0 };
  for (let trial = 0; trial < 400; trial++) {
    const [place, from, to] = [point(), point(), point()];
    const heading = random.integer(7200);
    if (isBorderline({ place, heading, wall: [from, to] })) continue;
    const item = createBillboard(place, { texture: red, size: 1, height: 2 });
    const walls = [createWall(from, to, { texture: green, height: 50 })];
    const scene = { ...EMPTY, walls, billboards: [item] };
    renderer.draw(scene, { x: 0, y: 0, eyeHeight: 2, heading, pitch: 0 });
    const drawn = isAnyRed(renderer.pixels);
    expect(seesItem(scene, { x: 0, y: 0, heading })).toBe(drawn);
    counts[drawn ? 'seen' : 'unseen']++;
  }
  expect(counts.seen).toBeGreaterThan(30);
  expect(counts.unseen).toBeGreaterThan(30);
});

test('an item that has been taken is not seen', () => {
  const item = createBillboard([10, 0], { texture: red, size: 4, height: 2 });
  const scene: Scene = { ...EMPTY, billboards: [item] };
  expect(seesItem(scene, { x: 0, y: 0, heading: 0 })).toBe(true);
  expect(seesItem(scene, { x: 0, y: 0, heading: degrees(90) })).toBe(false);
  item.visible = false;
  expect(seesItem(scene, { x: 0, y: 0, heading: 0 })).toBe(false);
});

/** Directions of item and wall ends as seen from the origin, and the picture's edges: too close to tell. */
function isBorderline({
  place,
  heading,
  wall: ends,
}: {
  place: Point;
  heading: number;
  wall: readonly Point[];
}): boolean {
  const directionOf = ([x, y]: Point): number => Math.atan2(y, x);
  const item = directionOf(place);
  const ahead = ((heading / 20) * Math.PI) / 180;
  const others = [...ends.map(directionOf), ahead + Math.PI / 4, ahead - Math.PI / 4];
  const apart = (a: number, b: number): number => Math.abs(Math.sin((a - b) / 2));
  return Math.hypot(...place) < 5 || others.some((other) => apart(item, other) < 0.05);
}

function isAnyRed(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 3) if (pixels[i]! > 100) return true;
  return false;
}
