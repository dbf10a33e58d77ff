import {
  HEADINGS,
  Pickups,
  appleTexture,
  createBody,
  daySkyTexture,
  lawnTexture,
  lemonTexture,
  type Scene,
} from '../engine/index.js';
import type { Info, Random } from '../src/index.js';
import type { Level, LevelDefinition, LevelState } from './level.js';
import { FULL_LAYOUT, SMALL_LAYOUT, type SeekAvoidLayout } from './seekAvoidLayouts.js';
import { isWholeBelow } from './stateChecks.js';

/**
 * Eat apples (+1 each), avoid lemons (−1 each); when the last apple is eaten the arena starts over.
 * After DeepMind Lab's `seekavoid_arena_01`; figures, sources and departures: docs/levels.md.
 */
export const seekAvoidArena: LevelDefinition<'full' | 'small'> = {
  id: 'RlTools/SeekAvoidArena-v0',
  sizes: {
    full: { width: 96, height: 72, episodeSeconds: 20 },
    small: { width: 48, height: 36, episodeSeconds: 10 },
  },
  defaultSize: 'full',
  build: (size) => new SeekAvoidArena(size === 'full' ? FULL_LAYOUT : SMALL_LAYOUT),
};

/** Kinds of items, by their index in `fruit`. */
const APPLES = 0;
const LEMONS = 1;

/** World units: a little below the eye, and large enough to be told apart across the field. */
const FRUIT = { size: 44, height: 30 };

class SeekAvoidArena implements Level {
  readonly scene: Scene;
  readonly player = createBody();
  private readonly fruit: Pickups;
  private startHeading = 0;
  private restarts = 0;

  constructor(private readonly layout: SeekAvoidLayout) {
    this.fruit = new Pickups([
      { ...FRUIT, places: layout.apples, texture: appleTexture(), reward: 1 },
      { ...FRUIT, places: layout.lemons, texture: lemonTexture(), reward: -1 },
    ]);
    this.scene = {
      walls: layout.walls(),
      billboards: this.fruit.billboards,
      floor: { height: 0, texture: lawnTexture(), texelsPerUnit: 0.5 },
      sky: daySkyTexture(),
      halfLightDepth: 1400,
    };
  }

  startEpisode(random: Random): void {
    this.startHeading = random.integer(HEADINGS);
    this.restarts = 0;
    this.restoreArena();
  }

  afterTick(): number {
    const reward = this.fruit.take(this.player);
    if (this.fruit.left(APPLES) === 0) {
      this.restarts++;
      this.restoreArena();
    }
    return reward;
  }

  info(): Info {
    const { fruit, restarts } = this;
    return { applesLeft: fruit.left(APPLES), lemonsLeft: fruit.left(LEMONS), restarts };
  }

  saveState(): LevelState {
    const { startHeading, restarts, fruit } = this;
    return { startHeading, restarts, fruit: fruit.saveState() };
  }

  loadState({ startHeading, restarts, fruit }: Readonly<Record<string, unknown>>): boolean {
    const legal = isWholeBelow(startHeading, HEADINGS) && isWholeBelow(restarts, Infinity);
    if (!legal || !this.fruit.loadState(fruit)) {
      return false;
    }
    this.startHeading = startHeading;
    this.restarts = restarts;
    return true;
  }

  /** Fruit back in place, the player back at the start, at rest, looking as the episode began. */
  private restoreArena(): void {
    const [x, y] = this.layout.start;
    Object.assign(this.player, createBody(), { x, y, heading: this.startHeading });
    this.fruit.restore();
  }
}
