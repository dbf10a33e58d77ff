import { describe, expect, test } from 'vitest';
import { Random } from '../../../../envs/src/index.js';
import { generateMaze, type Maze, type MazeRules } from '../../../../envs/levels/maze/index.js';
import { DIRECTIONS, distancesFrom, isOpen, openPlaces, planOf, type Plan } from './floorPlan.js';

const RULES: MazeRules = {
  columns: 11,
  rows: 11,
  maxRooms: 4,
  spawnsPerRoom: 5,
  objectsPerRoom: 4,
  extraConnectionProbability: 0,
};

const mazes = (rules: MazeRules, count = 200): Maze[] =>
  Array.from({ length: count }, (_, seed) => generateMaze(new Random(seed), rules));

const MAZES = [
  ...mazes(RULES),
  ...mazes({ ...RULES, maxRooms: 3, spawnsPerRoom: 3, extraConnectionProbability: 0.05 }),
  ...mazes({ ...RULES, columns: 9, rows: 7, maxRooms: 2 }, 100),
  // Small mazes hardly ever have a horseshoe to cut off; these have one or more.
  ...mazes({ ...RULES, columns: 21, rows: 21, extraConnectionProbability: 0.05 }, 60),
];

/** Whether a cell, counted from the upper left, belongs to a room. */
function inRoom({ rows, rooms }: Maze, row: number, column: number): boolean {
  const fromSouth = rows - 1 - row;
  return rooms.some(
    (room) =>
      column >= room.column &&
      column < room.column + room.columns &&
      fromSouth >= room.row &&
      fromSouth < room.row + room.rows,
  );
}

/** Directions, by index in DIRECTIONS, in which one can leave a cell. */
const exits = (plan: Plan, row: number, column: number): number[] =>
  DIRECTIONS.flatMap(([dr, dc], i) => (isOpen(plan, row + dr, column + dc) ? [i] : []));

describe('every maze', () => {
  test('is solid around its edge', () => {
    const edges = MAZES.flatMap(({ columns, rows, open }) =>
      open.filter((_, cell) => {
        const [column, row] = [cell % columns, Math.floor(cell / columns)];
        return column === 0 || row === 0 || column === columns - 1 || row === rows - 1;
      }),
    );
    expect(edges).not.toContain(true);
  });

  test('has open rooms of 3×3, 3×5 or 5×3 cells at odd places', () => {
    const sizes = new Set<string>();
    for (const { columns, open, rooms } of MAZES) {
      for (const room of rooms) {
        sizes.add(`${room.columns}×${room.rows}`);
        const expected: number[] = [];
        for (let row = room.row; row < room.row + room.rows; row++) {
          for (let column = room.column; column < room.column + room.columns; column++) {
            expected.push(row * columns + column);
          }
        }
        expect(room.cells).toEqual(expected);
        expect([room.column % 2, room.row % 2]).toEqual([1, 1]);
        expect(room.cells.every((cell) => open[cell])).toBe(true);
      }
    }
    expect([...sizes].sort()).toEqual(['3×3', '3×5', '5×3']);
  });

  test('has rooms with at least a solid line between them', () => {
    const touching: unknown[] = [];
    for (const { rooms } of MAZES) {
      rooms.forEach((a, i) => {
        for (const b of rooms.slice(i + 1)) {
          const apart =
            a.column + a.columns < b.column ||
            b.column + b.columns < a.column ||
            a.row + a.rows < b.row ||
            b.row + b.rows < a.row;
          if (!apart) touching.push([a, b]);
        }
      });
    }
    expect(touching).toEqual([]);
  });

  test('is connected', () => {
    for (const maze of MAZES.filter((_, i) => i % 5 === 0)) {
      const plan = planOf(maze);
      const places = openPlaces(plan);
      const distances = distancesFrom(plan, places[0]!);
      expect(places.every(([row, column]) => distances[row]![column]! < Infinity)).toBe(true);
    }
  });

  test('has no dead end outside its rooms', () => {
    for (const maze of MAZES) {
      const plan = planOf(maze);
      const deadEnds = openPlaces(plan).filter(
        ([row, column]) => !inRoom(maze, row, column) && exits(plan, row, column).length < 2,
      );
      expect(deadEnds).toEqual([]);
    }
  });

  test('has no horseshoe: no corridor leaves its line by two turns and comes back to it by two', () => {
    for (const maze of MAZES) {
      const plan = planOf(maze);
      const bends = openPlaces(plan).filter(
        ([row, column]) =>
          !inRoom(maze, row, column) &&
          [0, 1, 2, 3].some((heading) => comesBack(maze, plan, { row, column, heading })),
      );
      expect(bends).toEqual([]);
    }
  });

  test('draws spawns and objects from the cells of each room, none twice', () => {
    for (const { rooms } of mazes(RULES)) {
      for (const { cells, spawns, objects } of rooms) {
        expect([spawns.length, objects.length]).toEqual([5, 4]);
        expect(new Set([...spawns, ...objects]).size).toBe(9);
        expect([...spawns, ...objects].every((cell) => cells.includes(cell))).toBe(true);
      }
    }
  });
});

/**
 * Follows a corridor that is entered with a heading and turns aside in this cell: whether its next
 * three turns bring it back to its line and heading, with solid cells on the line in between.
 */
function comesBack(
  maze: Maze,
  plan: Plan,
  start: { row: number; column: number; heading: number },
): boolean {
  let { row, column, heading } = start;
  const turns: number[] = [];
  for (let moves = 0; moves < 100; moves++) {
    const ways = exits(plan, row, column);
    const back = (heading + 2) % 4;
    if (inRoom(maze, row, column) || ways.length !== 2 || !ways.includes(back)) return false;
    const next = ways.find((way) => way !== back)!;
    if (next !== heading) turns.push((next - heading + 4) % 4);
    if (moves === 0 && turns.length === 0) return false;
    if (turns.length === 4) {
      const [a, b, c, d] = turns;
      const isBend = a !== b && b === c && d === a;
      return isBend && onLine(start, { row, column }) && solidBetween(plan, start, { row, column });
    }
    heading = next;
    row += DIRECTIONS[next]![0];
    column += DIRECTIONS[next]![1];
  }
  return false;
}

type Place = Readonly<{ row: number; column: number }>;

function onLine(a: Place & { heading: number }, b: Place): boolean {
  return DIRECTIONS[a.heading]![0] === 0 ? a.row === b.row : a.column === b.column;
}

function solidBetween(plan: Plan, a: Place, b: Place): boolean {
  const length = Math.max(Math.abs(a.row - b.row), Math.abs(a.column - b.column));
  const [dr, dc] = [Math.sign(b.row - a.row), Math.sign(b.column - a.column)];
  return Array.from({ length: length - 1 }, (_, i) => i + 1).every(
    (i) => !isOpen(plan, a.row + i * dr, a.column + i * dc),
  );
}

describe('what is drawn by chance', () => {
  test('rooms are 3×3 half of the time, else long one way or the other', () => {
    // The first of many rooms is placed freely: ±0.05 is more than three standard deviations of 1,000 draws.
    const first = mazes({ ...RULES, maxRooms: 1 }, 1000).map(({ rooms }) => rooms[0]!);
    const share = (columns: number, rows: number): number =>
      first.filter((room) => room.columns === columns && room.rows === rows).length / 1000;
    expect(Math.abs(share(3, 3) - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(share(5, 3) - 0.25)).toBeLessThan(0.05);
    expect(Math.abs(share(3, 5) - 0.25)).toBeLessThan(0.05);
  });

  test('there are up to maxRooms rooms, and mostly as many', () => {
    const counts = mazes(RULES).map(({ rooms }) => rooms.length);
    expect(Math.max(...counts)).toBe(4);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    expect(counts.filter((count) => count === 4).length).toBeGreaterThan(100);
  });

  test('equal seeds give equal mazes, different ones differ', () => {
    const plans = mazes(RULES).map((maze) => planOf(maze).join('\n'));
    expect(mazes(RULES).map((maze) => planOf(maze).join('\n'))).toEqual(plans);
    expect(new Set(plans).size).toBeGreaterThan(195);
  });
});

test.each([{ columns: 10 }, { rows: 5 }, { columns: 11.5 }, { maxRooms: 0 }, { spawnsPerRoom: 6 }])(
  'rules that cannot be kept are refused: %o',
  (change) => {
    expect(() => generateMaze(new Random(0), { ...RULES, ...change })).toThrow(
      /generateMaze: expected/,
    );
  },
);
