import {
  HEADINGS,
  HEADINGS_PER_DEGREE,
  createBody,
  wrapHeading,
  type Scene,
  type Slab,
} from '../engine/index.js';
import { Random, type Info } from '../src/index.js';
import type { Level, LevelDefinition, LevelState } from './level.js';
import { LAST_TRIGGER_TICK, Platform } from './roomsWatermazePlatform.js';
import {
  COMPASS_POINTS,
  FULL_POOL,
  SMALL_POOL,
  compassHeading,
  polarPoint,
  type Pool,
} from './roomsWatermazePool.js';
import { isRandomState, isWholeBelow } from './stateChecks.js';

/**
 * Find the hidden platform of a round pool, again and again in the same place. After DeepMind Lab's
 * `rooms_watermaze`; figures, sources and departures: docs/levels/rooms-watermaze.md.
 */
export const roomsWatermaze: LevelDefinition<'full' | 'small'> = {
  id: 'RlTools/RoomsWatermaze-v0',
  sizes: {
    full: { width: 96, height: 72, episodeSeconds: 120 },
    small: { width: 48, height: 36, episodeSeconds: 40 },
  },
  defaultSize: 'full',
  build: (size) => new RoomsWatermaze(size === 'full' ? FULL_POOL : SMALL_POOL),
};

/** A start looks at the middle of the pool, give or take half of the original's segment of 20°. */
const START_SPREAD = 10 * HEADINGS_PER_DEGREE;

class RoomsWatermaze implements Level {
  readonly scene: Scene;
  readonly player = createBody();
  private readonly platform = new Platform();
  private readonly slabs: Slab[] = [this.platform.slab];
  /** Draws the starts after restarts; seeded anew for every episode. */
  private readonly starts = new Random(0);
  /** Compass point from which the player has come. */
  private start = 0;
  private finds = 0;

  constructor(private readonly pool: Pool) {
    this.scene = { ...pool.scene(), slabs: this.slabs };
  }

  startEpisode(random: Random): void {
    const heading = random.integer(HEADINGS);
    const distance = this.pool.platformReach * Math.sqrt(random.float()); // even over the area
    this.placePlatform(...polarPoint(distance, heading));
    this.starts.setState(new Random(random.integer(2 ** 32)).getState());
    this.finds = 0;
    this.startFrom(this.starts.integer(COMPASS_POINTS));
  }

  afterTick(): number {
    const event = this.platform.tick(this.player);
    if (event === 'restart') {
      this.finds++;
      this.platform.setTicksHeld(-1);
      const others = COMPASS_POINTS - 1;
      this.startFrom((this.start + 1 + this.starts.integer(others)) % COMPASS_POINTS);
    }
    return event === 'reward' ? 1 : 0;
  }

  info(): Info {
    const { x: platformX, y: platformY } = this.platform;
    const onPlatform = this.platform.ticksHeld >= 0;
    const { player, finds, start } = this;
    return { z: player.z, platformX, platformY, onPlatform, finds, start };
  }

  saveState(): LevelState {
    const { start, finds, starts } = this;
    const { x: platformX, y: platformY, ticksHeld } = this.platform;
    return { platformX, platformY, ticksHeld, start, finds, starts: starts.getState() };
  }

  loadState(state: Readonly<Record<string, unknown>>): boolean {
    const { platformX: x, platformY: y, ticksHeld, start, finds, starts } = state;
    const legal =
      this.mayLieAt(x, y) &&
      (ticksHeld === -1 || isWholeBelow(ticksHeld, LAST_TRIGGER_TICK)) &&
      isWholeBelow(start, COMPASS_POINTS) &&
      isWholeBelow(finds, Infinity) &&
      isRandomState(starts);
    if (!legal) {
      return false;
    }
    this.placePlatform(x as number, y as number); // checked by mayLieAt
    this.platform.setTicksHeld(ticksHeld);
    this.start = start;
    this.finds = finds;
    this.starts.setState(starts);
    return true;
  }

  private mayLieAt(x: unknown, y: unknown): boolean {
    if (typeof x !== 'number' || typeof y !== 'number') return false;
    const reach = this.pool.platformReach + 1e-6; // a point on the rim may be rounded outwards
    return x * x + y * y <= reach * reach;
  }

  private placePlatform(x: number, y: number): void {
    this.platform.place([x, y]);
    this.slabs[0] = this.platform.slab;
  }

  /** Puts the player at a start, at rest, looking towards the middle. */
  private startFrom(index: number): void {
    const heading = compassHeading(index);
    const [x, y] = polarPoint(this.pool.startDistance, heading);
    const turn = this.starts.integer(2 * START_SPREAD + 1) - START_SPREAD;
    this.start = index;
    Object.assign(this.player, createBody(), {
      x,
      y,
      heading: wrapHeading(heading + HEADINGS / 2 + turn),
    });
  }
}
