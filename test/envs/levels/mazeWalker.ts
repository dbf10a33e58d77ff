import { ACTIONS, type Level } from '../../../envs/levels/index.js';
import type { Wall } from '../../../envs/engine/index.js';

const CELL = 100;

/** East, north, west, south. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

type Place = readonly [x: number, y: number];

/**
 * A scripted player for levels on a grid of cells 100 units wide. It knows the walls and where it wants
 * to go, and shares no code with the levels: it floods the grid from the target, crossing no wall, and
 * walks to the middle of ever nearer cells.
 */
export class MazeWalker {
  private readonly distances = new Map<string, number>();

  constructor(walls: readonly Wall[], [targetX, targetY]: Place) {
    const queue: Place[] = [[Math.floor(targetX / CELL), Math.floor(targetY / CELL)]];
    this.distances.set(queue[0]!.join(), 0);
    for (const [column, row] of queue) {
      for (const [dx, dy] of STEPS) {
        const next: Place = [column + dx, row + dy];
        if (this.distances.has(next.join()) || blocked(walls, [column, row], next)) continue;
        this.distances.set(next.join(), this.distances.get(`${column},${row}`)! + 1);
        queue.push(next);
      }
    }
  }

  /** Cells from a place to the target. */
  distance(x: number, y: number): number {
    return this.distances.get(`${Math.floor(x / CELL)},${Math.floor(y / CELL)}`) ?? Infinity;
  }

  /** Number of the action, of IMPALA's nine, that leads towards the target. */
  act({ player }: Pick<Level, 'player'>): number {
    const [x, y] = this.waypoint(player.x, player.y);
    const wished = (Math.atan2(y - player.y, x - player.x) * 180) / Math.PI;
    const turn = ((wished - player.heading / 20 + 540) % 360) - 180; // 20 heading units to a degree
    if (Math.abs(turn) < 5) return named('forward');
    const side = turn > 0 ? 'left' : 'right';
    return named(Math.abs(turn) < 40 ? `forward and look ${side}` : `look ${side}`);
  }

  private waypoint(x: number, y: number): Place {
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    const here = this.distances.get(`${column},${row}`) ?? Infinity;
    const next = STEPS.map(([dx, dy]): Place => [column + dx, row + dy]).find(
      (cell) => (this.distances.get(cell.join()) ?? Infinity) < here,
    );
    const [toColumn, toRow] = next ?? [column, row];
    return [(toColumn + 0.5) * CELL, (toRow + 0.5) * CELL];
  }
}

function named(name: string): number {
  return ACTIONS.findIndex((action) => action.name === name);
}

/** Whether a wall lies across the way between the middles of two neighbouring cells. */
function blocked(walls: readonly Wall[], [c1, r1]: Place, [c2, r2]: Place): boolean {
  const [middleX, middleY] = [((c1 + c2 + 1) / 2) * CELL, ((r1 + r2 + 1) / 2) * CELL];
  return walls.some(({ x1, y1, x2, y2 }) => {
    const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)];
    const [low, high] = [Math.min(y1, y2), Math.max(y1, y2)];
    return middleX >= left && middleX <= right && middleY >= low && middleY <= high;
  });
}
