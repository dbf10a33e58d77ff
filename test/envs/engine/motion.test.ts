import { expect, test } from 'vitest';
import {
  BODY_RADIUS,
  HEADINGS,
  TOP_SPEED,
  createBody,
  createTexture,
  createWall,
  createWallLoop,
  moveOneTick,
  rgb,
  type Body,
  type Command,
  type Wall,
} from '../../../envs/engine/index.js';

const STILL: Command = { forward: 0, strafe: 0, turn: 0 };
const FORWARD: Command = { ...STILL, forward: 1 };
const STYLE = { texture: createTexture(1, 1, () => rgb(9, 9, 9)), height: 100 };

function move(body: Body, command: Command, { ticks = 1, walls = [] as readonly Wall[] }): Body {
  for (let tick = 0; tick < ticks; tick++) moveOneTick(body, command, walls);
  return body;
}

const speed = ({ velocityX, velocityY }: Body): number => Math.hypot(velocityX, velocityY);

test('speeds up from rest as worked by hand', () => {
  // Gain 10 · 320 / 60 = 53.333 per tick; friction first takes max(v, 100) · 6 / 60 of what there is.
  const body = move(createBody(), FORWARD, {});
  expect(body.velocityX).toBeCloseTo(53.3333, 3);
  move(body, FORWARD, {}); // 53.333 − 10 + 53.333
  expect(body.velocityX).toBeCloseTo(96.6667, 3);
  move(body, FORWARD, {}); // 96.667 − 10 + 53.333
  expect(body.velocityX).toBeCloseTo(140, 3);
  move(body, FORWARD, {}); // 0.9 · 140 + 53.333
  expect(body.velocityX).toBeCloseTo(179.3333, 3);
  expect(body.x).toBeCloseTo((53.3333 + 96.6667 + 140 + 179.3333) / 60, 3);
});

test('top speed is 320 units/s: 21.33 units in four ticks', () => {
  const body = move(createBody(), FORWARD, { ticks: 60 });
  const { x } = body;
  move(body, FORWARD, { ticks: 4 });
  expect(speed(body)).toBeCloseTo(TOP_SPEED, 9);
  expect(body.x - x).toBeCloseTo(64 / 3, 9);
});

test('top speed is the same in every direction and in diagonals', () => {
  const commands: Command[] = [
    { ...STILL, forward: -1 },
    { ...STILL, strafe: 1 },
    { ...STILL, forward: 1, strafe: -1 },
  ];
  for (const command of commands) {
    expect(speed(move(createBody(), command, { ticks: 60 }))).toBeCloseTo(320, 9);
  }
});

test('forward is where the heading points, strafing right is a quarter turn to the right of it', () => {
  const north = { ...createBody(), heading: HEADINGS / 4 };
  const ahead = move({ ...north }, FORWARD, { ticks: 10 });
  expect([ahead.x > -1e-9 && ahead.x < 1e-9, ahead.y > 5]).toEqual([true, true]);
  const right = move({ ...north }, { ...STILL, strafe: 1 }, { ticks: 10 });
  expect([right.x > 5, Math.abs(right.y) < 1e-9]).toEqual([true, true]);
});

test('friction stops a body as worked by hand', () => {
  const body = { ...createBody(), velocityX: 320 };
  move(body, STILL, {}); // 320 · (1 − 6/60)
  expect(body.velocityX).toBeCloseTo(288, 9);
  const slow = { ...createBody(), velocityY: 95 };
  move(slow, STILL, { ticks: 9 }); // 10 units/s per tick below 100
  expect(slow.velocityY).toBeCloseTo(5, 9);
  move(slow, STILL, {});
  expect(slow.velocityY).toBe(0);
});

test('turning wraps around and comes before moving', () => {
  const body = move(createBody(), { ...FORWARD, turn: -1 }, {});
  expect(body.heading).toBe(HEADINGS - 1);
  expect(body.velocityY).toBeLessThan(0);
});

test('a wall stops a body at its radius', () => {
  const walls = [createWall([100, -50], [100, 50], STYLE)];
  const body = move(createBody(), FORWARD, { ticks: 120, walls });
  expect(body.x).toBeCloseTo(100 - BODY_RADIUS, 6);
  expect(body.velocityX).toBeCloseTo(0, 6);
});

test('at 45° to a wall a body slides with the speed along it', () => {
  const walls = [createWall([-9999, 100], [9999, 100], STYLE)];
  const body = { ...createBody(), y: 85, heading: HEADINGS / 8 };
  move(body, FORWARD, { ticks: 200, walls });
  expect(body.y).toBeCloseTo(85, 6);
  // With c = cos 45°, friction and gain balance along the wall at v = 0.9v + 53.33c, so v = 377; the
  // whole gain is had, as 320 − 0.9 · 377c = 80 is missing along the heading. Quake's wall running.
  expect(body.velocityX).toBeCloseTo((53.3333333 * Math.SQRT1_2) / 0.1, 4);
});

test('a fast body does not pass through a wall', () => {
  const walls = [createWall([100, -50], [100, 50], STYLE)];
  const body = { ...createBody(), velocityX: 60 * 400 }; // 360 units in one tick after friction
  move(body, STILL, { walls });
  expect(body.x).toBeCloseTo(100 - BODY_RADIUS, 6);
});

test('corners hold, however a body is driven into them', () => {
  const corner = [createWall([0, 0], [300, 0], STYLE), createWall([0, 0], [150, 60], STYLE)]; // 22° wedge
  for (let heading = 0; heading < HEADINGS; heading += 100) {
    const body = { ...createBody(), x: 200, y: 40, heading };
    for (let tick = 0; tick < 300; tick++) {
      moveOneTick(body, { ...FORWARD, turn: tick % 7 === 0 ? 300 : 0 }, corner);
      for (const wall of corner) expect(distance(body, wall)).toBeGreaterThan(BODY_RADIUS - 0.011);
    }
  }
});

/** Distance to a segment by the least of many points along it. */
function distance({ x, y }: Body, wall: Wall): number {
  let least = Infinity;
  for (let i = 0; i <= 400; i++) {
    const t = i / 400;
    const px = wall.x1 + t * (wall.x2 - wall.x1);
    const py = wall.y1 + t * (wall.y2 - wall.y1);
    least = Math.min(least, (x - px) ** 2 + (y - py) ** 2);
  }
  return Math.sqrt(least);
}

test('nobody leaves a closed room in 20,000 random ticks', () => {
  const room = createWallLoop(
    [
      [0, 0],
      [400, 0],
      [500, 200],
      [250, 120],
      [0, 300],
    ],
    [STYLE],
  );
  const body = { ...createBody(), x: 200, y: 60 };
  let state = 12345;
  for (let tick = 0; tick < 20_000; tick++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const turn = ((state >>> 28) - 8) * 20;
    moveOneTick(body, { forward: tick % 50 < 40 ? 1 : -1, strafe: 0, turn }, room);
    expect(isInside(body, room)).toBe(true);
  }
});

/** Even-odd rule: a ray to the east crosses the walls an odd number of times. */
function isInside({ x, y }: Body, walls: readonly Wall[]): boolean {
  const crossings = walls.filter(
    ({ x1, y1, x2, y2 }) => y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1),
  );
  return crossings.length % 2 === 1;
}
