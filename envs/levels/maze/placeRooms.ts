import type { Random } from '../../src/index.js';
import { SOLID, type Draft } from './regions.js';

/** After so many places that were taken, a maze has to do with the rooms it has. */
const FAILURES = 1000;

/** A room's place and size in cells; all four are odd. */
export interface Rectangle {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

/**
 * Digs up to `maxRooms` rectangular rooms that do not meet: between any two there is a solid cell.
 * Each becomes a region of its own.
 */
export function placeRooms(draft: Draft, random: Random, maxRooms: number): Rectangle[] {
  const rooms: Rectangle[] = [];
  let failures = 0;
  while (failures < FAILURES && rooms.length < maxRooms) {
    const room = randomRectangle(draft, random);
    if (isFree(draft, room)) {
      rooms.push(room);
      draft.roomCount = rooms.length;
      dig(draft, room, rooms.length);
    } else {
      failures++;
    }
  }
  return rooms;
}

/** Cells of a rectangle, row by row. */
export function cellsOf(
  { columns }: Pick<Draft, 'columns'>,
  { column, row, columns: width, rows: height }: Rectangle,
): number[] {
  return Array.from(
    { length: width * height },
    (_, i) => (row + Math.floor(i / width)) * columns + column + (i % width),
  );
}

/** 3×3 half of the time, else 3×5 or 5×3, at a random odd place within the outer walls. */
function randomRectangle({ columns, rows }: Draft, random: Random): Rectangle {
  const long = random.integer(2) === 1;
  const wide = random.integer(2) === 1;
  const width = long && wide ? 5 : 3;
  const height = long && !wide ? 5 : 3;
  return {
    column: 1 + 2 * random.integer((columns - width) / 2),
    row: 1 + 2 * random.integer((rows - height) / 2),
    columns: width,
    rows: height,
  };
}

/** Odd places and sides: rectangles that share no cell do not touch either. */
function isFree(draft: Draft, room: Rectangle): boolean {
  return cellsOf(draft, room).every((cell) => draft.regions[cell] === SOLID);
}

function dig(draft: Draft, room: Rectangle, region: number): void {
  for (const cell of cellsOf(draft, room)) {
    draft.regions[cell] = region;
  }
}
