import { CELL_SIZE, type Maze } from '../maze/index.js';
import type { Place } from './fighter.js';

/** A half-line over the floor plan and its rise. Mutable, to be used again. */
export interface Ray {
  x: number;
  y: number;
  z: number;
  /** Unit vector, east and north. */
  dx: number;
  dy: number;
  /** Rise per unit of ground. */
  slope: number;
}

export function createRay(): Ray {
  return { x: 0, y: 0, z: 0, dx: 1, dy: 0, slope: 0 };
}

/** What walls let through. Exact: the walls of a maze lie on the borders of its cells. */
export class Sight {
  private readonly ray = createRay();

  constructor(private readonly maze: Maze) {}

  /** Ground that a ray covers until it meets a wall, from a place in an open cell. World units. */
  clearDistance({ x, y, dx, dy }: Ray): number {
    const { columns, open } = this.maze;
    let column = Math.floor(x / CELL_SIZE);
    let row = Math.floor(y / CELL_SIZE);
    const stepX = dx < 0 ? -1 : 1;
    const stepY = dy < 0 ? -1 : 1;
    // Ground from one border to the next one of its kind, and to the first.
    const widthX = dx === 0 ? Infinity : (stepX * CELL_SIZE) / dx;
    const widthY = dy === 0 ? Infinity : (stepY * CELL_SIZE) / dy;
    let nextX = dx === 0 ? Infinity : ((column + (dx < 0 ? 0 : 1)) * CELL_SIZE - x) / dx;
    let nextY = dy === 0 ? Infinity : ((row + (dy < 0 ? 0 : 1)) * CELL_SIZE - y) / dy;
    let distance = 0;
    while (open[row * columns + column] === true) {
      if (nextX < nextY) {
        distance = nextX;
        nextX += widthX;
        column += stepX;
      } else {
        distance = nextY;
        nextY += widthY;
        row += stepY;
      }
    }
    return distance;
  }

  /** Whether no wall lies between two places. */
  canSee(from: Place, to: Place): boolean {
    const { ray } = this;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const distance = Math.sqrt(dx * dx + dy * dy);
    if (distance === 0) return true;
    ray.x = from.x;
    ray.y = from.y;
    ray.dx = dx / distance;
    ray.dy = dy / distance;
    return this.clearDistance(ray) >= distance;
  }
}
