import {
  createTexture,
  daySkyTexture,
  rgb,
  type WallStyle,
} from '../../../../envs/engine/index.js';
import type { LasertagLayout } from '../../../../envs/levels/lasertag/lasertagLayout.js';
import { Sight } from '../../../../envs/levels/lasertag/sight.js';
import { Supplies } from '../../../../envs/levels/lasertag/supplies.js';
import { RAIL } from '../../../../envs/levels/lasertag/weapons.js';
import { MazePaths, mazeWalls, openCells, type Maze } from '../../../../envs/levels/maze/index.js';

/** A maze from a drawing: `#` is solid, anything else open; the last line is row 0, in the south. */
export function mazeOf(...lines: readonly string[]): Maze {
  const open = [...lines].reverse().flatMap((line) => Array.from(line, (cell) => cell !== '#'));
  return { columns: lines[0]!.length, rows: lines.length, open, rooms: [] };
}

const GREY = createTexture(1, 1, () => rgb(9, 9, 9));

/** A wall that nobody looks at. */
export const WALL: WallStyle = { texture: GREY, height: 100 };

/** A layout on a maze drawn by hand, with a rail gun in one cell. */
export function layoutOf(
  maze: Maze,
  { spawns, weapon }: { spawns: readonly number[]; weapon: number },
): LasertagLayout {
  const walls = mazeWalls(maze, () => WALL);
  const floor = { height: 0, texture: GREY, texelsPerUnit: 1 };
  return {
    spawns,
    hue: 0,
    scene: { walls, floor, sky: daySkyTexture(), halfLightDepth: 1000 },
    world: {
      ...{ maze, walls, found: RAIL, cells: openCells(maze) },
      paths: new MazePaths(maze),
      sight: new Sight(maze),
      supplies: new Supplies(maze, [{ kind: 'weapon', cell: weapon }], RAIL),
    },
  };
}
