import { createWall, type Point, type Wall, type WallStyle } from '../../engine/index.js';
import { CELL_SIZE, SIDES, neighbourSteps, type Maze, type Side } from './maze.js';

/** One side of an open cell that borders on a solid one: a piece of wall, {@link CELL_SIZE} long. */
export interface WallFace {
  /** The open cell from which it is seen. */
  readonly cell: number;
  /** On which side of that cell it stands. */
  readonly side: Side;
}

/** Texels per world unit at which a texture 64 texels wide fills exactly one cell's side. */
export const TEXELS_PER_UNIT = 0.64;

/** All pieces of wall, side by side along each line of the grid. */
export function wallFaces(maze: Maze): WallFace[] {
  return SIDES.flatMap((side, i) => facesOf(maze, side, neighbourSteps(maze)[i]!));
}

function facesOf(maze: Maze, side: Side, step: number): WallFace[] {
  const faces = maze.open.flatMap((open, cell) =>
    open && maze.open[cell + step] !== true ? [{ cell, side }] : [],
  );
  const byColumn = ({ cell }: WallFace): number =>
    (cell % maze.columns) * maze.rows + Math.floor(cell / maze.columns);
  const alongRows = side === 'north' || side === 'south';
  return alongRows ? faces : faces.sort((a, b) => byColumn(a) - byColumn(b));
}

/**
 * The walls of a maze. Neighbouring faces in one line that are given the same style, the same object,
 * become one wall. Seen from its open side a wall's texture runs from left to right, and begins anew
 * with every cell if it is 64 texels wide at {@link TEXELS_PER_UNIT}.
 *
 * @param styleOf - How a face looks.
 */
export function mazeWalls(maze: Maze, styleOf: (face: WallFace) => WallStyle): Wall[] {
  const runs: Run[] = [];
  for (const face of wallFaces(maze)) {
    const style = styleOf(face);
    const run = runs.at(-1);
    if (run?.style === style && continues(maze, run.last, face)) {
      run.last = face;
    } else {
      runs.push({ style, first: face, last: face });
    }
  }
  return runs.map((run) => wallOf(maze, run));
}

/** Faces of one side in one line, each the next one's neighbour. */
interface Run {
  readonly style: WallStyle;
  readonly first: WallFace;
  last: WallFace;
}

function continues({ columns }: Maze, last: WallFace, next: WallFace): boolean {
  const step = next.side === 'north' || next.side === 'south' ? 1 : columns;
  return next.side === last.side && next.cell === last.cell + step;
}

function wallOf(maze: Maze, { style, first, last }: Run): Wall {
  const [start] = ends(maze, first);
  const [, end] = ends(maze, last);
  // Faces are listed eastwards and northwards; seen from the north or the west that is right to left.
  const reversed = first.side === 'south' || first.side === 'east';
  return reversed ? createWall(end, start, style) : createWall(start, end, style);
}

/** Both ends of a face, the western or southern one first. */
function ends({ columns }: Maze, { cell, side }: WallFace): readonly [Point, Point] {
  const west = (cell % columns) * CELL_SIZE;
  const south = Math.floor(cell / columns) * CELL_SIZE;
  const [east, north] = [west + CELL_SIZE, south + CELL_SIZE];
  switch (side) {
    case 'east':
      return [
        [east, south],
        [east, north],
      ];
    case 'north':
      return [
        [west, north],
        [east, north],
      ];
    case 'west':
      return [
        [west, south],
        [west, north],
      ];
    case 'south':
      return [
        [west, south],
        [east, south],
      ];
  }
}
