import type { Point } from '../../engine/index.js';
import type { Passage, Place, Puzzle, Site } from './puzzle.js';

/** World units; a cell of DeepMind Lab's text mazes. */
export const CELL = 100;

/** A room is 3 cells wide and 2 deep; one cell of wall lies between neighbours. */
export const ROOM_COLUMNS = 3;
export const ROOM_ROWS = 2;
const COLUMN_PITCH = ROOM_COLUMNS + 1;
const ROW_PITCH = ROOM_ROWS + 1;

/** Row and column of a cell of the whole map, from the south-west corner. */
export type Cell = readonly [row: number, column: number];

/** Cells of the whole map, from the first room's wall to the last's. */
export function mapSize({ rows, columns }: Pick<Puzzle, 'rows' | 'columns'>): Cell {
  return [rows * ROW_PITCH - 1, columns * COLUMN_PITCH - 1];
}

/** The south-western cell of a room. */
export function firstCell([row, column]: Site): Cell {
  return [row * ROW_PITCH, column * COLUMN_PITCH];
}

/** Middle of a cell in world units. */
export function middleOf([row, column]: Cell): Point {
  return [(column + 0.5) * CELL, (row + 0.5) * CELL];
}

/** Things lie in the two corners of a room's southern row. */
export function thingCell({ rooms }: Puzzle, { room, spot }: Place): Cell {
  const [row, column] = firstCell(rooms[room]!.site);
  return [row, column + spot * (ROOM_COLUMNS - 1)];
}

/** Where the player begins. */
export function startPoint({ rooms, startCell }: Puzzle): Point {
  const [row, column] = firstCell(rooms[0]!.site);
  return middleOf([row + startCell[0], column + startCell[1]]);
}

/** A way through the wall between two rooms. */
export interface Gap {
  readonly cell: Cell;
  /** Whether it leads from west to east; else from south to north. */
  readonly eastWest: boolean;
}

/**
 * Ways to the east and west lie in a room's northern row, ways to the north and south in its middle
 * column: nobody needs to step on a thing to pass.
 */
export function gapOf({ rooms }: Puzzle, { from, to }: Pick<Passage, 'from' | 'to'>): Gap {
  const [a, b] = [rooms[from]!.site, rooms[to]!.site];
  const eastWest = a[0] === b[0];
  const [row, column] = firstCell([Math.min(a[0], b[0]), Math.min(a[1], b[1])]);
  const cell: Cell = eastWest ? [row + 1, column + ROOM_COLUMNS] : [row + ROOM_ROWS, column + 1];
  return { cell, eastWest };
}

/** Whether the box around a body at (x, y) touches a cell. @param radius - Half-width of the box. */
export function touchesCell(
  { x, y }: { readonly x: number; readonly y: number },
  cell: Cell,
  radius: number,
): boolean {
  const [middleX, middleY] = middleOf(cell);
  const reach = CELL / 2 + radius;
  return Math.abs(x - middleX) < reach && Math.abs(y - middleY) < reach;
}
