import type { Point } from '../../engine/index.js';

/** Side of a cell in world units, as in DeepMind Lab's text levels. */
export const CELL_SIZE = 100;

/** Height of walls and ceiling in world units, as in DeepMind Lab's text levels. */
export const MAZE_HEIGHT = 100;

/** A rectangular room and what was drawn to lie in it. Cells are given by number, see {@link Maze}. */
export interface Room {
  /** South-west cell; both numbers are odd. */
  readonly column: number;
  readonly row: number;
  /** Sides in cells; both are odd. */
  readonly columns: number;
  readonly rows: number;
  /** All cells of the room. */
  readonly cells: readonly number[];
  /** Where players may begin. */
  readonly spawns: readonly number[];
  /** Where things may lie; none of these is a spawn. */
  readonly objects: readonly number[];
}

/**
 * A floor plan of square cells, each open or solid; the outermost are solid.
 *
 * Cell number = row · columns + column; column 0 lies in the west, row 0 in the south. The south-west
 * corner of cell 0 is the origin of the world.
 */
export interface Maze {
  readonly columns: number;
  readonly rows: number;
  /** For each cell whether one can walk there. */
  readonly open: readonly boolean[];
  readonly rooms: readonly Room[];
}

/** The four sides of a cell. */
export const SIDES = ['east', 'north', 'west', 'south'] as const;

/** One of {@link SIDES}. */
export type Side = (typeof SIDES)[number];

/** Steps to the east, north, west and south. */
export type NeighbourSteps = readonly [east: number, north: number, west: number, south: number];

/** What is added to a cell's number to get its neighbours', in the order of {@link SIDES}. */
export function neighbourSteps({ columns }: Pick<Maze, 'columns'>): NeighbourSteps {
  return [1, columns, -1, -columns];
}

/** The middle of a cell in world units. */
export function cellCentre({ columns }: Pick<Maze, 'columns'>, cell: number): Point {
  const column = cell % columns;
  const row = (cell - column) / columns;
  return [(column + 0.5) * CELL_SIZE, (row + 0.5) * CELL_SIZE];
}

/** The cell that a place within the maze belongs to. World units. */
export function cellAt({ columns }: Pick<Maze, 'columns'>, x: number, y: number): number {
  return Math.floor(y / CELL_SIZE) * columns + Math.floor(x / CELL_SIZE);
}

/** All open cells, in rising order. */
export function openCells({ open }: Maze): number[] {
  return open.flatMap((isOpen, cell) => (isOpen ? [cell] : []));
}
