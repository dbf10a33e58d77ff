import { MAZE_HEIGHT } from '../maze/index.js';
import { FIGHTER_HEIGHT, HIT_RADIUS, inPlay, type Fighter } from './fighter.js';
import type { Ray, Sight } from './sight.js';

/** Nobody; see {@link Tracer.victim}. */
export const NOBODY = -1;

/** Finds what a shot meets first: a fighter, a wall, the floor, the ceiling, or nothing within range. */
export class Tracer {
  /** Ground covered by the last shot traced. World units. */
  distance = 0;
  /** Index of the fighter it met, or {@link NOBODY}. */
  victim = NOBODY;

  constructor(private readonly fighters: readonly Fighter[]) {}

  /** @param shot - `shooter` is the index of the one whom it cannot meet. */
  trace(ray: Ray, sight: Sight, shot: { readonly shooter: number; readonly range: number }): void {
    this.victim = NOBODY;
    this.distance = Math.min(shot.range, groundUntilLevel(ray), sight.clearDistance(ray));
    for (let i = 0; i < this.fighters.length; i++) {
      const fighter = this.fighters[i]!;
      if (i === shot.shooter || !inPlay(fighter)) continue;
      const entry = entryDistance(ray, fighter);
      if (entry < this.distance) {
        this.distance = entry;
        this.victim = i;
      }
    }
  }
}

/** Ground until a rising ray meets the ceiling or a falling one the floor. */
function groundUntilLevel({ z, slope }: Ray): number {
  if (slope === 0) return Infinity;
  return slope > 0 ? (MAZE_HEIGHT - z) / slope : -z / slope;
}

/** Ground until a ray enters the upright cylinder around a fighter; infinite if it misses. */
function entryDistance(ray: Ray, { body }: Fighter): number {
  const [x, y] = [body.x - ray.x, body.y - ray.y];
  const ahead = x * ray.dx + y * ray.dy;
  const aside = x * ray.dy - y * ray.dx;
  const half = HIT_RADIUS * HIT_RADIUS - aside * aside;
  if (half < 0 || ahead < 0) return Infinity;
  const entry = Math.max(0, ahead - Math.sqrt(half));
  const height = ray.z + ray.slope * entry;
  return height >= 0 && height <= FIGHTER_HEIGHT ? entry : Infinity;
}
