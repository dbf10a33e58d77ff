/** Region of a solid cell. */
export const SOLID = 0;

/**
 * A maze under construction. Every open cell belongs to a region: rooms are regions 1 to `roomCount`,
 * corridors follow. Cells with odd column and row are the nodes between which corridors are dug.
 */
export interface Draft {
  readonly columns: number;
  readonly rows: number;
  /** For each cell its region, or {@link SOLID}. */
  readonly regions: Int32Array;
  roomCount: number;
}

/** A draft in which all is solid. */
export function solidDraft(columns: number, rows: number): Draft {
  return { columns, rows, regions: new Int32Array(columns * rows), roomCount: 0 };
}

/** All nodes: cells whose column and row are odd. */
export function nodes({ columns, rows }: Draft): number[] {
  const found: number[] = [];
  for (let row = 1; row < rows; row += 2) {
    for (let column = 1; column < columns; column += 2) {
      found.push(row * columns + column);
    }
  }
  return found;
}

/** Whether a cell may be dug at all: the outermost cells may not. */
export function isInside({ columns, rows }: Draft, cell: number): boolean {
  const column = cell % columns;
  const row = (cell - column) / columns;
  return column > 0 && row > 0 && column < columns - 1 && row < rows - 1;
}

/** Whether a cell belongs to a room. */
export function isRoom({ regions, roomCount }: Draft, cell: number): boolean {
  const region = regions[cell]!;
  return region !== SOLID && region <= roomCount;
}
