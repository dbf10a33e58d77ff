import { expect, test } from 'vitest';
import { Random } from '../../../envs/src/index.js';
import {
  createBody,
  createTexture,
  createWall,
  rgb,
  type Body,
  type Wall,
} from '../../../envs/engine/index.js';
import { slide } from '../../../envs/engine/collision.js';

const style = { texture: createTexture(1, 1, () => rgb(9, 9, 9)), height: 100 };

/** Short and long walls at all angles, and mazes' walls along the axes, about the origin. */
function randomWalls(random: Random): Wall[] {
  const place = (): number => random.uniform(-200, 200);
  return Array.from({ length: 30 }, (_, i) => {
    const [x, y] = i % 2 === 0 ? [place(), place()] : [100 * random.integer(4) - 200, 50];
    const length = [1, 40, 300][i % 3]!;
    const end = i % 4 === 1 ? ([x, y + length] as const) : ([x + length, y + place() / 4] as const);
    return createWall([x, y], end, style);
  });
}

/** Distance to a wall, with `Math.hypot`. */
function distance({ x, y }: Body, { x1, y1, x2, y2 }: Wall): number {
  const [wx, wy] = [x2 - x1, y2 - y1];
  const share = ((x - x1) * wx + (y - y1) * wy) / (wx * wx + wy * wy);
  const nearest = Math.min(1, Math.max(0, share));
  return Math.hypot(x - x1 - nearest * wx, y - y1 - nearest * wy);
}

/**
 * The plain rule, without passing over any wall: in up to four rounds push from every wall nearer than
 * 15, wall after wall; if still more than 0.01 deep after that, stay where it was.
 */
function plainSlide(body: Body, walls: readonly Wall[], seconds: number): void {
  const dx = body.velocityX * seconds;
  const dy = body.velocityY * seconds;
  const pieces = Math.max(1, Math.ceil(Math.sqrt(dx * dx + dy * dy) / 7.5));
  for (let piece = 0; piece < pieces; piece++) {
    const before = { x: body.x, y: body.y };
    body.x += (body.velocityX * seconds) / pieces;
    body.y += (body.velocityY * seconds) / pieces;
    const free = [1, 2, 3, 4].some(
      () => Math.max(...walls.map((wall) => push(body, wall))) <= 0.01,
    );
    if (!free) Object.assign(body, before, { velocityX: 0, velocityY: 0 });
  }
}

function push(body: Body, wall: Wall): number {
  const [wx, wy] = [wall.x2 - wall.x1, wall.y2 - wall.y1];
  const along = ((body.x - wall.x1) * wx + (body.y - wall.y1) * wy) / wall.length;
  const nearest = Math.min(wall.length, Math.max(0, along)) / wall.length;
  const [ax, ay] = [body.x - (wall.x1 + nearest * wx), body.y - (wall.y1 + nearest * wy)];
  const squared = ax * ax + ay * ay;
  if (squared >= 225 || squared === 0) return 0;
  const away = Math.sqrt(squared);
  const [nx, ny] = [ax / away, ay / away];
  body.x += nx * (15 - away);
  body.y += ny * (15 - away);
  const inward = Math.min(0, body.velocityX * nx + body.velocityY * ny);
  body.velocityX -= inward * nx;
  body.velocityY -= inward * ny;
  return 15 - away;
}

test('passing over distant walls changes no bit of the motion', () => {
  const random = new Random(5);
  let touched = 0;
  for (let trial = 0; trial < 300; trial++) {
    const walls = randomWalls(random);
    const body = createBody();
    Object.assign(body, { x: random.uniform(-150, 150), y: random.uniform(-150, 150) });
    const plain = { ...body };
    for (let tick = 0; tick < 20; tick++) {
      if (tick % 5 === 0) {
        const velocity = {
          velocityX: random.uniform(-900, 900),
          velocityY: random.uniform(-900, 900),
        };
        Object.assign(body, velocity);
        Object.assign(plain, velocity);
      }
      slide(body, walls, 1 / 60);
      plainSlide(plain, walls, 1 / 60);
      touched += walls.some((wall) => distance(body, wall) < 15.001) ? 1 : 0;
      if (Object.values(body).join() !== Object.values(plain).join()) expect(body).toEqual(plain);
    }
  }
  expect(touched).toBeGreaterThan(1000); // of 6,000: walls were met
});

test('a wall is felt from 15 units away, beside it and beyond its ends', () => {
  const wall = createWall([0, 0], [100, 0], style);
  const settled = (x: number, y: number): number => {
    const body = { ...createBody(), x, y };
    slide(body, [wall], 1 / 60);
    return distance(body, wall);
  };
  expect(settled(50, 15.001)).toBe(15.001);
  expect(settled(50, 14)).toBeCloseTo(15, 9);
  expect(settled(50, -14)).toBeCloseTo(15, 9);
  expect(settled(-10, 10)).toBeCloseTo(15, 9); // 14.14 from the end
  expect(settled(-11, 11)).toBeCloseTo(15.556, 3); // 11 √2: out of reach
});
