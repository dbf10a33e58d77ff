import type { Body } from '../../../../envs/engine/index.js';
import type { LasertagLayout } from '../../../../envs/levels/lasertag/lasertagLayout.js';
import { cellAt, cellCentre } from '../../../../envs/levels/maze/index.js';

/** What the scripted player is told of the game, as `info` has it. */
export interface GameInfo {
  readonly x: number;
  readonly y: number;
  readonly headingDegrees: number;
  readonly rounds: number;
  readonly weapon: string;
  readonly health: number;
  readonly inPlay: boolean;
  readonly tags: number;
  readonly tagged: number;
  readonly selfTags: number;
  readonly botX: readonly number[];
  readonly botY: readonly number[];
  readonly botHealth: readonly number[];
  readonly botTags: readonly number[];
}

const [FORWARD, STRAFE_LEFT, STRAFE_RIGHT, LEFT, RIGHT, FORWARD_LEFT, FORWARD_RIGHT, FIRE] = [
  0, 2, 3, 4, 5, 6, 7, 8,
] as const;

const LOOK_DEGREES = 8.4;

/** Half of a fighter's width, world units, kept a little small. */
const HALF_WIDTH = 15;

type Point = Pick<Body, 'x' | 'y'>;

/**
 * Knows the floor plan and where everybody is. Turns to the nearest bot in sight and shoots; else walks
 * to the nearest bot, or for rounds to the weapon, along shortest ways.
 */
export function chooseAction(info: GameInfo, { world }: LasertagLayout): number {
  const me = { x: info.x, y: info.y };
  const bots = info.botX
    .map((x, i) => ({ x, y: info.botY[i]!, health: info.botHealth[i]! }))
    .filter(({ health }) => health > 0)
    .sort((a, b) => distance(me, a) - distance(me, b));
  const target = bots.find((bot) => world.sight.canSee(me, bot));
  if (target !== undefined && info.rounds > 0) return attack(info, target);
  const wantsWeapon = info.weapon === 'rapid' || bots[0] === undefined;
  const weaponCell = world.supplies.cells[0]!;
  const goal = wantsWeapon ? weaponCell : cellAt(world.maze, bots[0]!.x, bots[0]!.y);
  const [x, y] = cellCentre(world.maze, world.paths.next(cellAt(world.maze, me.x, me.y), goal));
  return walk(info, { x, y });
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Degrees by which a place lies to the left of the view, −180 … 180. */
function bearing(info: GameInfo, { x, y }: Point): number {
  const degrees = (Math.atan2(y - info.y, x - info.x) * 180) / Math.PI - info.headingDegrees;
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}

/** Turns in steps of 8.4°; what is missing then is made up for by stepping aside. */
function attack(info: GameInfo, target: Point): number {
  const left = bearing(info, target);
  const far = distance(info, target);
  if (Math.abs(left) > LOOK_DEGREES / 2 + 0.1) return left > 0 ? LEFT : RIGHT;
  const aside = Math.sin((left * Math.PI) / 180) * far;
  if (Math.abs(aside) < HALF_WIDTH) return FIRE;
  return aside > 0 ? STRAFE_LEFT : STRAFE_RIGHT;
}

function walk(info: GameInfo, place: Point): number {
  const left = bearing(info, place);
  if (Math.abs(left) > 50) return left > 0 ? LEFT : RIGHT;
  if (Math.abs(left) > LOOK_DEGREES / 2) return left > 0 ? FORWARD_LEFT : FORWARD_RIGHT;
  return FORWARD;
}
