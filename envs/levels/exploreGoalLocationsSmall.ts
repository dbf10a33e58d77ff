import {
  HEADINGS,
  REACH,
  createBillboard,
  createBody,
  daySkyTexture,
  goalTexture,
  type Scene,
} from '../engine/index.js';
import { Random, type Info } from '../src/index.js';
import { drawLayout, type GoalLayout } from './exploreGoalLocationsLayout.js';
import type { Level, LevelDefinition, LevelState } from './level.js';
import { MazePaths, cellAt, cellCentre, type MazeRules } from './maze/index.js';
import { pick } from './shuffle.js';
import { isRandomState, isWholeBelow } from './stateChecks.js';

/** Figures of DeepMind Lab's `factories/explore`. */
const FULL_RULES: MazeRules = {
  columns: 11,
  rows: 11,
  maxRooms: 4,
  spawnsPerRoom: 5,
  objectsPerRoom: 4,
  extraConnectionProbability: 0,
};

/** Our own small maze for quick experiments. */
const SMALL_RULES: MazeRules = { ...FULL_RULES, columns: 9, rows: 7, maxRooms: 2 };

/**
 * Find the goal (+10) in a maze; then start again elsewhere in the same maze and find it again.
 * After DeepMind Lab's `explore_goal_locations_small`; figures, sources and departures:
 * docs/levels/explore-goal-locations-small.md.
 */
export const exploreGoalLocationsSmall: LevelDefinition<'full' | 'small'> = {
  id: 'RlTools/ExploreGoalLocationsSmall-v0',
  sizes: {
    full: { width: 96, height: 72, episodeSeconds: 90 },
    small: { width: 48, height: 36, episodeSeconds: 30 },
  },
  defaultSize: 'full',
  build: (size) => new ExploreGoalLocations(size === 'full' ? FULL_RULES : SMALL_RULES),
};

const GOAL_REWARD = 10;

/** World units: in the middle of a cell, at the height of the eye. */
const GOAL = { size: 52, height: 42 };

/** Depth in world units at which light has fallen to one half. */
const HALF_LIGHT_DEPTH = 900;

/** Layouts are drawn from seeds below this. */
const LAYOUT_SEEDS = 2 ** 32;

class ExploreGoalLocations implements Level {
  readonly player = createBody();
  private readonly random = new Random(0);
  private layoutSeed = 0;
  private layout: GoalLayout;
  private paths: MazePaths;
  private currentScene: Scene;
  private goalsFound = 0;

  constructor(private readonly rules: MazeRules) {
    this.layout = drawLayout(this.layoutSeed, rules);
    this.paths = new MazePaths(this.layout.maze);
    this.currentScene = sceneOf(this.layout);
  }

  get scene(): Scene {
    return this.currentScene;
  }

  startEpisode(random: Random): void {
    this.useLayout(random.integer(LAYOUT_SEEDS));
    this.random.setState(new Random(random.integer(LAYOUT_SEEDS)).getState());
    this.goalsFound = 0;
    this.placePlayer();
  }

  afterTick(): number {
    const { x, y } = this.goal();
    const dx = x - this.player.x;
    const dy = y - this.player.y;
    if (dx * dx + dy * dy > REACH * REACH) {
      return 0;
    }
    this.goalsFound++;
    this.placePlayer();
    return GOAL_REWARD;
  }

  info(): Info {
    const { goalsFound, paths, player, layout } = this;
    const { x: goalX, y: goalY } = this.goal();
    const here = cellAt(layout.maze, player.x, player.y);
    return { goalsFound, goalX, goalY, cellsToGoal: paths.distance(here, layout.goal) };
  }

  saveState(): LevelState {
    const { layoutSeed, goalsFound, random } = this;
    return { layoutSeed, goalsFound, random: [...random.getState()] };
  }

  loadState({ layoutSeed, goalsFound, random }: Readonly<Record<string, unknown>>): boolean {
    const legal = isWholeBelow(layoutSeed, LAYOUT_SEEDS) && isWholeBelow(goalsFound, Infinity);
    if (!legal || !isRandomState(random)) {
      return false;
    }
    this.useLayout(layoutSeed);
    this.goalsFound = goalsFound;
    this.random.setState(random);
    return true;
  }

  private goal(): Readonly<{ x: number; y: number }> {
    return this.currentScene.billboards[0]!;
  }

  private useLayout(seed: number): void {
    this.layoutSeed = seed;
    this.layout = drawLayout(seed, this.rules);
    this.paths = new MazePaths(this.layout.maze);
    this.currentScene = sceneOf(this.layout);
  }

  /** Puts the player on a spawn, at rest, looking anywhere. */
  private placePlayer(): void {
    const [x, y] = cellCentre(this.layout.maze, pick(this.random, this.layout.spawns));
    const heading = this.random.integer(HEADINGS);
    Object.assign(this.player, createBody(), { x, y, heading });
  }
}

function sceneOf({ maze, walls, theme, goal }: GoalLayout): Scene {
  const place = cellCentre(maze, goal);
  return {
    walls,
    billboards: [createBillboard(place, { ...GOAL, texture: goalTexture() })],
    floor: theme.floor,
    sky: daySkyTexture(),
    halfLightDepth: HALF_LIGHT_DEPTH,
  };
}
