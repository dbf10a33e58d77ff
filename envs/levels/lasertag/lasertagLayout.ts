import {
  BOT_HUES,
  daySkyTexture,
  deckCeilingTexture,
  once,
  deckWallTexture,
  deckFloorTexture,
  type Colour,
  type Plane,
  type Scene,
  type WallStyle,
} from '../../engine/index.js';
import { Random } from '../../src/index.js';
import {
  MAZE_HEIGHT,
  MazePaths,
  TEXELS_PER_UNIT,
  generateMaze,
  mazeWalls,
  openCells,
  type Maze,
  type MazeRules,
} from '../maze/index.js';
import { pick, shuffled } from '../shuffle.js';
import type { BotWorld } from './bot.js';
import { Sight } from './sight.js';
import { Supplies, type SupplyKind, type SupplyPlace } from './supplies.js';

/** Depth at which light has fallen to one half. World units. */
const HALF_LIGHT_DEPTH = 1300;

/** How the walls, the floor and the ceiling of an episode look. */
interface Theme {
  readonly corridor: WallStyle;
  /** Used in turn for the rooms. */
  readonly rooms: readonly WallStyle[];
  readonly floor: Plane;
  readonly ceiling: Plane;
}

/** Colours of the corridors' stripe, of the rooms' stripes, of the floor. */
const THEME_COLOURS: readonly (readonly [Colour, readonly Colour[], Colour])[] = [
  [
    [150, 158, 176],
    [
      [60, 140, 255],
      [250, 140, 40],
      [70, 210, 110],
    ],
    [124, 128, 138],
  ],
  [
    [180, 160, 120],
    [
      [220, 60, 70],
      [60, 200, 210],
      [240, 210, 60],
    ],
    [136, 124, 106],
  ],
  [
    [120, 170, 160],
    [
      [190, 90, 240],
      [240, 220, 80],
      [250, 110, 60],
    ],
    [104, 126, 124],
  ],
];

const THEMES: readonly (() => Theme)[] = THEME_COLOURS.map(([corridor, rooms, ground]) =>
  once(() => ({
    corridor: wallStyle(corridor),
    rooms: rooms.map(wallStyle),
    floor: { height: 0, texture: deckFloorTexture(ground), texelsPerUnit: TEXELS_PER_UNIT },
    ceiling: {
      height: MAZE_HEIGHT,
      texture: deckCeilingTexture(ground),
      texelsPerUnit: TEXELS_PER_UNIT,
    },
  })),
);

function wallStyle(colour: Colour): WallStyle {
  return { texture: deckWallTexture(colour), height: MAZE_HEIGHT, texelsPerUnit: TEXELS_PER_UNIT };
}

/** What a layout is drawn from. */
export interface LayoutRules {
  readonly maze: Pick<MazeRules, 'columns' | 'rows' | 'maxRooms'>;
  /** Supplies beside the weapon. */
  readonly supplies: number;
  /** Indices in `WEAPONS` of those that may lie about. */
  readonly weapons: readonly number[];
}

/** What stays the same for a whole episode. */
export interface LasertagLayout {
  readonly world: BotWorld;
  /** Cells to respawn in. */
  readonly spawns: readonly number[];
  /** Of the bots, 0 to `BOT_HUES` − 1. */
  readonly hue: number;
  readonly scene: Omit<Scene, 'billboards'>;
}

/** Draws a layout; the same seed and rules give the same one. */
export function drawLayout(seed: number, rules: LayoutRules): LasertagLayout {
  const random = new Random(seed);
  const maze = generateMaze(random, {
    ...rules.maze,
    spawnsPerRoom: 3,
    objectsPerRoom: 0, // supplies lie anywhere, corridors included
    extraConnectionProbability: 0.05,
  });
  const spawns = maze.rooms.flatMap((room) => room.spawns);
  const theme = pick(random, THEMES)();
  const hue = random.integer(BOT_HUES);
  const found = pick(random, rules.weapons);
  const free = openCells(maze).filter((cell) => !spawns.includes(cell));
  const places = placeSupplies(random, free, rules.supplies);
  const walls = mazeWalls(maze, ({ cell }) => styleOf(maze, theme, cell));
  const { floor, ceiling } = theme;
  return {
    spawns,
    hue,
    scene: { walls, floor, ceiling, sky: daySkyTexture(), halfLightDepth: HALF_LIGHT_DEPTH },
    world: {
      ...{ maze, walls, found, cells: openCells(maze) },
      paths: new MazePaths(maze),
      sight: new Sight(maze),
      supplies: new Supplies(maze, places, found),
    },
  };
}

/** A weapon, and health or armour by chance, each in a free cell of its own. */
function placeSupplies(random: Random, free: readonly number[], count: number): SupplyPlace[] {
  return shuffled(random, free)
    .slice(0, 1 + count)
    .map((cell, i) => ({ cell, kind: i === 0 ? 'weapon' : pick(random, OTHER_KINDS) }));
}

const OTHER_KINDS: readonly SupplyKind[] = ['health', 'armour'];

function styleOf(maze: Maze, theme: Theme, cell: number): WallStyle {
  const room = maze.rooms.findIndex(({ cells }) => cells.includes(cell));
  return room < 0 ? theme.corridor : theme.rooms[room % theme.rooms.length]!;
}
