import { describe, expect, test } from 'vitest';
import { Random } from '../../../../envs/src/index.js';
import { createTexture, rgb, type Wall, type WallStyle } from '../../../../envs/engine/index.js';
import {
  cellAt,
  cellCentre,
  generateMaze,
  mazeWalls,
  wallFaces,
  type Maze,
} from '../../../../envs/levels/maze/index.js';

const texture = createTexture(1, 1, () => rgb(1, 2, 3));
const style: WallStyle = { texture, height: 100, texelsPerUnit: 0.64 };
const other: WallStyle = { ...style };

/** A plan as a maze without rooms; north above. */
function mazeOf(plan: readonly string[]): Maze {
  const cells = [...plan].reverse().join('');
  const open = Array.from(cells, (cell) => cell !== '#');
  return { columns: plan[0]!.length, rows: plan.length, open, rooms: [] };
}

const ends = ({ x1, y1, x2, y2 }: Wall): string => `${x1},${y1} ${x2},${y2}`;

describe('walls', () => {
  const corner = mazeOf([
    '#####', //
    '#  ##',
    '# ###',
    '#####',
  ]);

  test('around a corner of three cells: six, running to the right as seen from inside', () => {
    // Cells are 100 wide; (1, 1), (1, 2) and (2, 2) are open.
    expect(
      mazeWalls(corner, () => style)
        .map(ends)
        .sort(),
    ).toEqual(
      [
        '100,300 300,300', // north
        '300,300 300,200', // east
        '300,200 200,200', // south of the upper right cell
        '200,200 200,100', // east of the lower cell
        '200,100 100,100', // south
        '100,100 100,300', // west
      ].sort(),
    );
  });

  test('have the height, texture and density of their style', () => {
    for (const wall of mazeWalls(corner, () => style)) {
      expect([wall.texture, wall.bottom, wall.top, wall.texelsPerUnit]).toEqual([
        texture,
        0,
        100,
        0.64,
      ]);
    }
  });

  test('are split where the style changes', () => {
    const walls = mazeWalls(corner, ({ cell, side }) =>
      cell === 11 && side === 'north' ? other : style,
    );
    expect(walls.map(ends)).toContain('100,300 200,300');
    expect(walls.map(ends)).toContain('200,300 300,300');
    expect(walls).toHaveLength(7);
  });

  test('of random mazes together cover each border between open and solid once', () => {
    const sides = new Set<string>();
    for (let seed = 0; seed < 30; seed++) {
      const maze = generateMaze(new Random(seed), {
        columns: 11,
        rows: 11,
        maxRooms: 4,
        spawnsPerRoom: 3,
        objectsPerRoom: 0,
        extraConnectionProbability: 0.05,
      });
      let borders = 0;
      maze.open.forEach((open, cell) => {
        for (const step of [1, 11]) {
          borders += open !== (maze.open[cell + step] ?? false) ? 1 : 0;
        }
      });
      const walls = mazeWalls(maze, () => style);
      expect(walls.reduce((sum, { length }) => sum + length, 0)).toBe(borders * 100);
      expect(wallFaces(maze)).toHaveLength(borders);
      expect(new Set(walls.map(ends)).size).toBe(walls.length);
      for (const { x1, y1, x2, y2, length } of walls) {
        expect(x1 === x2 || y1 === y2).toBe(true);
        const [alongX, alongY] = [(x2 - x1) / length, (y2 - y1) / length];
        for (let at = 50; at < length; at += 100) {
          const [x, y] = [x1 + at * alongX, y1 + at * alongY];
          const [left, right] = [-50, 50].map((aside) =>
            cellAt(maze, x + aside * alongY, y - aside * alongX),
          );
          sides.add(`${maze.open[left!]!} ${maze.open[right!]!}`);
        }
      }
    }
    // To the left of a wall, as one goes along it, lies solid ground; to the right the open cell.
    expect([...sides]).toEqual(['false true']);
  });
});

test('cells and places', () => {
  expect(cellCentre({ columns: 11 }, 0)).toEqual([50, 50]);
  expect(cellCentre({ columns: 11 }, 25)).toEqual([350, 250]); // 25 = 2 · 11 + 3
  expect(cellAt({ columns: 11 }, 399.9, 200)).toBe(25);
});
