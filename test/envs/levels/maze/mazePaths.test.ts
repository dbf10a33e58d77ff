import { expect, test } from 'vitest';
import { Random } from '../../../../envs/src/index.js';
import {
  MazePaths,
  UNREACHABLE,
  generateMaze,
  type Maze,
} from '../../../../envs/levels/maze/index.js';
import { distancesFrom, planOf } from './floorPlan.js';

const maze = generateMaze(new Random(4), {
  columns: 11,
  rows: 11,
  maxRooms: 4,
  spawnsPerRoom: 5,
  objectsPerRoom: 4,
  extraConnectionProbability: 0.05,
});
const cells = maze.open.flatMap((open, cell) => (open ? [cell] : []));

test('distances equal those found by relaxation', () => {
  const paths = new MazePaths(maze);
  for (const to of cells.filter((_, i) => i % 7 === 0)) {
    const [row, column] = [10 - Math.floor(to / 11), to % 11];
    const expected = distancesFrom(planOf(maze), [row, column]);
    for (const from of cells) {
      expect(paths.distance(from, to)).toBe(expected[10 - Math.floor(from / 11)]![from % 11]);
    }
  }
});

test('next leads to the target, a cell at a time', () => {
  const paths = new MazePaths(maze);
  const random = new Random(1);
  for (let i = 0; i < 100; i++) {
    const to = cells[random.integer(cells.length)]!;
    let here = cells[random.integer(cells.length)]!;
    for (let left = paths.distance(here, to); left > 0; left--) {
      const next = paths.next(here, to);
      expect([1, 11]).toContain(Math.abs(next - here));
      expect(maze.open[next]).toBe(true);
      here = next;
    }
    expect(here).toBe(to);
    expect(paths.next(here, to)).toBe(to);
  }
});

test('a cell that cannot be reached', () => {
  const open = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0].map((cell) => cell === 1);
  const parted: Maze = { columns: 5, rows: 3, open, rooms: [] };
  const paths = new MazePaths(parted);
  expect([paths.distance(6, 8), paths.next(6, 8)]).toEqual([UNREACHABLE, 6]);
  expect([paths.distance(6, 7), paths.next(6, 7)]).toEqual([UNREACHABLE, 6]); // 7 is solid
});
