import { neighbourSteps, type Maze } from './maze.js';

/** Distance to a cell that cannot be reached. */
export const UNREACHABLE = -1;

/**
 * Shortest ways between cells, along open cells that share a side.
 *
 * One breadth-first search for each target, made when it is first asked for; asking again allocates
 * nothing.
 */
export class MazePaths {
  private readonly steps: readonly number[];
  private readonly toTarget = new Map<number, Int16Array>();

  constructor(private readonly maze: Maze) {
    this.steps = neighbourSteps(maze);
  }

  /** Steps from one cell to another, or {@link UNREACHABLE}. */
  distance(from: number, to: number): number {
    return this.distancesTo(to)[from]!;
  }

  /** The first cell on a shortest way from `from` to `to`; `from` itself if they are equal or unreachable. */
  next(from: number, to: number): number {
    const distances = this.distancesTo(to);
    const nearer = distances[from]! - 1;
    if (nearer < 0) {
      return from;
    }
    for (const step of this.steps) {
      if (distances[from + step] === nearer) {
        return from + step;
      }
    }
    return from;
  }

  /** Distance of every cell to `to`. */
  private distancesTo(to: number): Int16Array {
    const known = this.toTarget.get(to);
    if (known !== undefined) {
      return known;
    }
    const distances = this.search(to);
    this.toTarget.set(to, distances);
    return distances;
  }

  private search(to: number): Int16Array {
    const { open } = this.maze;
    const distances = new Int16Array(open.length).fill(UNREACHABLE);
    const queue = open[to] === true ? [to] : [];
    if (queue.length > 0) distances[to] = 0;
    for (const cell of queue) {
      for (const step of this.steps) {
        const next = cell + step;
        if (open[next] === true && distances[next] === UNREACHABLE) {
          distances[next] = distances[cell]! + 1;
          queue.push(next); // the loop goes on to it
        }
      }
    }
    return distances;
  }
}
