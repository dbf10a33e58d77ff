import type { Maze } from '../../../../envs/levels/maze/index.js';
import type { Draft } from '../../../../envs/levels/maze/regions.js';

/** A floor plan as text, north above: `#` is solid, anything else open. */
export type Plan = readonly string[];

export function planOf({ columns, rows, open }: Pick<Maze, 'columns' | 'rows' | 'open'>): Plan {
  return Array.from({ length: rows }, (_, i) => {
    const row = (rows - 1 - i) * columns;
    return Array.from({ length: columns }, (__, column) => (open[row + column]! ? ' ' : '#')).join(
      '',
    );
  });
}

/** A draft drawn as text: capital letters are rooms A, B, …; digits are corridors, 1 first. */
export function draftOf(plan: Plan): Draft {
  const cells = [...plan].reverse().join('');
  const roomCount = new Set(cells.match(/[A-Z]/g)).size;
  const region = (cell: string): number => {
    if (cell === '#') return 0;
    return /[A-Z]/.test(cell) ? cell.charCodeAt(0) - 64 : roomCount + Number(cell);
  };
  const regions = Int32Array.from(cells, region);
  return { columns: plan[0]!.length, rows: plan.length, regions, roomCount };
}

/** The plan of a draft, with open cells blank. */
export function openPlanOf({ columns, rows, regions }: Draft): Plan {
  return planOf({ columns, rows, open: Array.from(regions, (region) => region !== 0) });
}

/** Whether a cell of a plan, counted from its upper left, can be walked on. */
export function isOpen(plan: Plan, row: number, column: number): boolean {
  return (plan[row]?.[column] ?? '#') !== '#';
}

/** All open cells of a plan as `[row, column]`. */
export function openPlaces(plan: Plan): [row: number, column: number][] {
  return plan.flatMap((line, row) =>
    Array.from(line).flatMap((_, column): [number, number][] =>
      isOpen(plan, row, column) ? [[row, column]] : [],
    ),
  );
}

/** East, south, west, north in a plan, as `[row, column]`. */
export const DIRECTIONS = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
] as const;

/** Steps from one open cell to every other, by relaxing all cells until nothing changes. */
export function distancesFrom(plan: Plan, [row, column]: readonly [number, number]): number[][] {
  const distances = plan.map((line) => Array.from(line, () => Infinity));
  distances[row]![column] = 0;
  for (let changed = true; changed;) {
    changed = false;
    for (const [r, c] of openPlaces(plan)) {
      const nearest = Math.min(
        ...DIRECTIONS.map(([dr, dc]) => (distances[r + dr]?.[c + dc] ?? Infinity) + 1),
      );
      if (nearest < distances[r]![c]!) {
        distances[r]![c] = nearest;
        changed = true;
      }
    }
  }
  return distances;
}
