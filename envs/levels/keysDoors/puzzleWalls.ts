import { createWall, type Point, type Wall, type WallStyle } from '../../engine/index.js';
import type { ColourIndex } from './colours.js';
import {
  CELL,
  ROOM_COLUMNS,
  ROOM_ROWS,
  firstCell,
  gapOf,
  mapSize,
  type Cell,
  type Gap,
} from './floorPlan.js';
import { doorStyle, lookOf, outerStyles } from './looks.js';
import type { Puzzle, Site } from './puzzle.js';

/** Both ends of a wall, in cells from the south-west corner of the map. */
type Ends = readonly [from: Cell, to: Cell];

// prettier-ignore
const eastward = (row: number, from: number, to: number): Ends => [[row, from], [row, to]];
// prettier-ignore
const northward = (column: number, from: number, to: number): Ends => [[from, column], [to, column]];

/** The four walls around the map: south, east, north, west. */
export function outerWalls(puzzle: Puzzle): Wall[] {
  const [rows, columns] = mapSize(puzzle);
  const sides = [
    eastward(0, 0, columns),
    northward(columns, 0, rows),
    eastward(rows, 0, columns),
    northward(0, 0, rows),
  ];
  const styles = outerStyles();
  return sides.map((ends, i) => build(ends, styles[i]!));
}

/** Low walls around the rooms and along the ways between them, where no outer wall stands. */
export function innerWalls(puzzle: Puzzle): Wall[] {
  const gaps = puzzle.passages.map((passage) => gapOf(puzzle, passage));
  const size = mapSize(puzzle);
  return [
    ...puzzle.rooms.flatMap(({ site, look }) =>
      roomSides(site, { gaps, size }).map((ends) => build(ends, lookOf(look).kerb)),
    ),
    ...puzzle.passages.flatMap(({ from }, i) =>
      gapSides(gaps[i]!).map((ends) => build(ends, lookOf(puzzle.rooms[from]!.look).kerb)),
    ),
  ];
}

/** A closed door: a fence across the middle of its cell. */
export function doorWall({ cell: [row, column], eastWest }: Gap, colour: ColourIndex): Wall {
  const ends = eastWest
    ? northward(column + 0.5, row, row + 1)
    : eastward(row + 0.5, column, column + 1);
  return build(ends, doorStyle(colour));
}

function build([from, to]: Ends, style: WallStyle): Wall {
  const point = ([row, column]: Cell): Point => [column * CELL, row * CELL];
  return createWall(point(from), point(to), style);
}

/** Sides of a room without its gaps; a side on the edge of the map has an outer wall instead. */
function roomSides(
  site: Site,
  { gaps, size: [rows, columns] }: { gaps: readonly Gap[]; size: Cell },
): Ends[] {
  const [south, west] = firstCell(site);
  const [north, east] = [south + ROOM_ROWS, west + ROOM_COLUMNS];
  const hasGap = ([row, column]: Cell): boolean =>
    gaps.some(({ cell }) => cell[0] === row && cell[1] === column);
  const alongEast = (row: number, beyond: number): Ends[] =>
    pieces([west, east], hasGap([beyond, west + 1]) ? west + 1 : undefined).map(([from, to]) =>
      eastward(row, from, to),
    );
  const alongNorth = (column: number, beyond: number): Ends[] =>
    pieces([south, north], hasGap([south + 1, beyond]) ? south + 1 : undefined).map(([from, to]) =>
      northward(column, from, to),
    );
  return [
    ...(south > 0 ? alongEast(south, south - 1) : []),
    ...(north < rows ? alongEast(north, north) : []),
    ...(west > 0 ? alongNorth(west, west - 1) : []),
    ...(east < columns ? alongNorth(east, east) : []),
  ];
}

type Span = readonly [from: number, to: number];

/** What is left of a span without the one cell that starts at `gap`. */
function pieces([from, to]: Span, gap: number | undefined): Span[] {
  if (gap === undefined) return [[from, to]];
  const parts: Span[] = [
    [from, gap],
    [gap + 1, to],
  ];
  return parts.filter(([start, end]) => end > start);
}

/** Both sides of a way through a wall. */
function gapSides({ cell: [row, column], eastWest }: Gap): Ends[] {
  return eastWest
    ? [eastward(row, column, column + 1), eastward(row + 1, column, column + 1)]
    : [northward(column, row, row + 1), northward(column + 1, row, row + 1)];
}
