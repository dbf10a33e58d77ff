import {
  firstCell,
  gapOf,
  middleOf,
  thingCell,
} from '../../../../envs/levels/keysDoors/floorPlan.js';
import type { Puzzle } from '../../../../envs/levels/keysDoors/puzzle.js';
import type { Wrapper } from '../../../../envs/src/index.js';

type Cell = readonly [row: number, column: number];

/** What an episode came to. */
export interface Outcome {
  readonly rewards: readonly number[];
  readonly terminated: boolean;
  readonly truncated: boolean;
}

/** Plays the core of a puzzle: each key, then its door, then the goal, and waits there. */
export function playCore(env: Wrapper<Uint8Array, number>, puzzle: Puzzle, seed: number): Outcome {
  const { core, keys, passages, goal } = puzzle;
  const opened = new Set<number>();
  const player = new Walker(env, seed);
  for (const { key, passage } of core) {
    player.follow(
      pathTo(puzzle, opened, { from: player.cell(), to: thingCell(puzzle, keys[key]!) }),
    );
    opened.add(passage);
    const { cell } = gapOf(puzzle, passages[passage]!);
    player.follow(pathTo(puzzle, opened, { from: player.cell(), to: cell }));
  }
  player.follow(pathTo(puzzle, opened, { from: player.cell(), to: thingCell(puzzle, goal) }));
  while (!player.ended) player.step(4);
  return player;
}

/** Shortest way over the cells of the rooms, the open ways, and no thing but the one aimed at. */
function pathTo(
  puzzle: Puzzle,
  opened: ReadonlySet<number>,
  { from, to }: { from: Cell; to: Cell },
): Cell[] {
  const free = new Set(freeCells(puzzle, opened).map(String)).add(String(to)).add(String(from));
  const cameFrom = new Map<string, Cell | undefined>([[String(from), undefined]]);
  const queue: Cell[] = [from];
  for (const [row, column] of queue) {
    for (const next of [
      [row + 1, column],
      [row - 1, column],
      [row, column + 1],
      [row, column - 1],
    ] as const) {
      if (!free.has(String(next)) || cameFrom.has(String(next))) continue;
      cameFrom.set(String(next), [row, column]);
      queue.push(next);
    }
  }
  if (!cameFrom.has(String(to))) throw new Error(`no way from ${String(from)} to ${String(to)}`);
  const path: Cell[] = [];
  for (let at: Cell | undefined = to; at !== undefined; at = cameFrom.get(String(at))) {
    path.unshift(at);
  }
  return path;
}

function freeCells(puzzle: Puzzle, opened: ReadonlySet<number>): Cell[] {
  const things = new Set(
    [...puzzle.keys, puzzle.goal].map((place) => String(thingCell(puzzle, place))),
  );
  const inRooms = puzzle.rooms.flatMap(({ site }) => {
    const [row, column] = firstCell(site);
    return [0, 1, 2, 3, 4, 5].map((i): Cell => [row + (i % 2), column + Math.floor(i / 2)]);
  });
  const ways = puzzle.passages
    .filter(({ door }, i) => door === undefined || opened.has(i))
    .map((passage) => gapOf(puzzle, passage).cell);
  return [...inRooms.filter((cell) => !things.has(String(cell))), ...ways];
}

/** Walks from cell to cell by the place that `info` tells. */
class Walker implements Outcome {
  readonly rewards: number[] = [];
  terminated = false;
  truncated = false;
  private info: Readonly<Record<string, unknown>>;

  constructor(
    private readonly env: Wrapper<Uint8Array, number>,
    seed: number,
  ) {
    this.info = env.reset({ seed })[1];
  }

  get ended(): boolean {
    return this.terminated || this.truncated;
  }

  cell(): Cell {
    const { x, y } = this.info as { x: number; y: number };
    return [Math.floor(y / 100), Math.floor(x / 100)];
  }

  step(action: number): void {
    const [, reward, terminated, truncated, info] = this.env.step(action);
    this.rewards.push(reward);
    [this.terminated, this.truncated, this.info] = [terminated, truncated, info];
  }

  follow(path: readonly Cell[]): void {
    for (const cell of path) {
      const [x, y] = middleOf(cell);
      while (!this.ended && this.distanceTo(x, y) > 20) this.step(this.actionTowards(x, y));
    }
  }

  private distanceTo(x: number, y: number): number {
    const info = this.info as { x: number; y: number };
    return Math.hypot(x - info.x, y - info.y);
  }

  /** Turns on the spot while the aim is off by more than 20°, else walks. */
  private actionTowards(x: number, y: number): number {
    const info = this.info as { x: number; y: number; headingDegrees: number };
    const bearing = (Math.atan2(y - info.y, x - info.x) * 180) / Math.PI;
    const left = ((((bearing - info.headingDegrees) % 360) + 540) % 360) - 180;
    if (Math.abs(left) > 20) return left > 0 ? 4 : 5;
    return Math.abs(left) < 5 ? 0 : left > 0 ? 6 : 7;
  }
}
