import { describe, expect, test } from 'vitest';
import { Random } from '../../../../envs/src/index.js';
import { COS, HEADINGS, SIN, type Wall } from '../../../../envs/engine/index.js';
import { createRay, Sight } from '../../../../envs/levels/lasertag/sight.js';
import { generateMaze, mazeWalls, openCells } from '../../../../envs/levels/maze/index.js';

import { WALL, mazeOf } from './plan.js';

/** Rays by hand: cells are 100 units; the open ones here are (1,1) … (4,1) and (4,2). */
const CORRIDOR = mazeOf('######', '####.#', '#....#', '######');

describe('clear distance, by hand', () => {
  const clear = (x: number, y: number, dx: number, dy: number): number =>
    new Sight(CORRIDOR).clearDistance({ ...createRay(), x, y, dx, dy });

  test.each([
    [150, 150, 1, 0, 350], // to x = 500
    [150, 150, -1, 0, 50], // to x = 100
    [150, 150, 0, 1, 50],
    [450, 150, 0, 1, 150], // up through (4,2) to y = 300
    [450, 110, 0, -1, 10],
    [150, 150, 0.6, 0.8, 62.5], // y = 200 after 50 / 0.8
    [430, 180, 0.6, 0.8, 70 / 0.6], // x = 500 after 70 / 0.6, while y = 273
  ])('from (%d, %d) along (%d, %d): %d', (x, y, dx, dy, distance) => {
    expect(clear(x, y, dx, dy)).toBeCloseTo(distance, 9);
  });

  test('bodies see each other along the corridor, not around its corner', () => {
    const sight = new Sight(CORRIDOR);
    expect(sight.canSee({ x: 120, y: 150 }, { x: 480, y: 150 })).toBe(true);
    expect(sight.canSee({ x: 150, y: 150 }, { x: 450, y: 280 })).toBe(false);
    expect(sight.canSee({ x: 450, y: 280 }, { x: 150, y: 150 })).toBe(false);
    expect(sight.canSee({ x: 150, y: 150 }, { x: 150, y: 150 })).toBe(true);
  });
});

/** Ground along a unit ray to a wall by the crossing of two lines; infinite if it misses. */
function crossing([x, y, dx, dy]: readonly number[], wall: Wall): number {
  const [wx, wy] = [wall.x2 - wall.x1, wall.y2 - wall.y1];
  const turn = dx! * wy - dy! * wx;
  if (Math.abs(turn) < 1e-12) return Infinity;
  const t = ((wall.x1 - x!) * wy - (wall.y1 - y!) * wx) / turn;
  const s = ((wall.x1 - x!) * dy! - (wall.y1 - y!) * dx!) / turn;
  return t > 0 && s >= 0 && s <= 1 ? t : Infinity;
}

test('in drawn mazes rays end where they cross the nearest wall', () => {
  for (let seed = 0; seed < 20; seed++) {
    const random = new Random(seed);
    const rules = { columns: 11, rows: 11, maxRooms: 3, spawnsPerRoom: 3, objectsPerRoom: 0 };
    const maze = generateMaze(random, { ...rules, extraConnectionProbability: 0.05 });
    const walls = mazeWalls(maze, () => WALL);
    const sight = new Sight(maze);
    const cells = openCells(maze);
    for (let i = 0; i < 100; i++) {
      const cell = cells[random.integer(cells.length)]!;
      const x = ((cell % 11) + random.float()) * 100;
      const y = (Math.floor(cell / 11) + random.float()) * 100;
      const heading = random.integer(HEADINGS);
      const [dx, dy] = [COS[heading]!, SIN[heading]!];
      const expected = Math.min(...walls.map((wall) => crossing([x, y, dx, dy], wall)));
      expect(sight.clearDistance({ ...createRay(), x, y, dx, dy })).toBeCloseTo(expected, 6);
    }
  }
});
