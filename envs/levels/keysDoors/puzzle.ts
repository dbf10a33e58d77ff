import type { ColourIndex } from './colours.js';

/** A place for a room in the grid: row to the north, column to the east. */
export type Site = readonly [row: number, column: number];

/** Least and most of a number that is drawn anew for each puzzle. */
export type Range = readonly [least: number, most: number];

/** What a puzzle is made of. */
export interface PuzzleRules {
  readonly gridRows: number;
  readonly gridColumns: number;
  /** What keys and doors may be painted in; more than there are core pairs where there are extras. */
  readonly colours: readonly ColourIndex[];
  /** Pairs of key and door on the way to the goal. */
  readonly coreLength: Range;
  /** Chance of an empty room before a core door, by core length, from 1 on. */
  readonly emptyRoomChance: readonly number[];
  readonly emptyRooms: number;
  readonly trapRooms: number;
  readonly redHerringRooms: number;
  readonly easyExtraRooms: Range;
  /** Doors between neighbours for which no key exists. */
  readonly unopenableDoors: number;
  /** Doors between neighbours in colours of the core. */
  readonly openableDoors: Range;
  /** Keys in colours that no core door has. */
  readonly uselessKeys: Range;
}

/** The figures of DeepMind Lab's `map_generators/keys_doors/configs.lua`. */
export const FULL_RULES: PuzzleRules = {
  gridRows: 3,
  gridColumns: 3,
  colours: [0, 1, 2, 3, 4],
  coreLength: [1, 3],
  emptyRoomChance: [0.8, 0.5, 0],
  emptyRooms: 1,
  trapRooms: 1,
  redHerringRooms: 1,
  easyExtraRooms: [0, 1],
  unopenableDoors: 2,
  openableDoors: [0, 1],
  uselessKeys: [0, 1],
};

/** Our own: a red key, a red door, nothing that misleads. */
export const SMALL_RULES: PuzzleRules = {
  gridRows: 2,
  gridColumns: 2,
  colours: [0],
  coreLength: [1, 1],
  emptyRoomChance: [0],
  emptyRooms: 0,
  trapRooms: 0,
  redHerringRooms: 0,
  easyExtraRooms: [0, 0],
  unopenableDoors: 0,
  openableDoors: [0, 0],
  uselessKeys: [0, 0],
};

/** Rooms can look in this many ways: one for each site of the largest grid. */
export const LOOKS = 9;

export type RoomKind = 'start' | 'core' | 'empty' | 'trap' | 'redHerring' | 'easyExtra';

export interface Room {
  readonly kind: RoomKind;
  readonly site: Site;
  /** Which of the looks of rooms it has; no two rooms of a puzzle share one. Below {@link LOOKS}. */
  readonly look: number;
}

/** `entry`: the only way into a room when it was placed. `extra`: one more way between neighbours. */
export type PassageKind = 'entry' | 'extraUnopenable' | 'extraOpenable';

/** A way between two rooms, by their indices in {@link Puzzle.rooms}. */
export interface Passage {
  readonly kind: PassageKind;
  readonly from: number;
  readonly to: number;
  /** Colour of the door that bars it; undefined where nothing does. */
  readonly door: ColourIndex | undefined;
}

/** One of the two spots for things in a room: west or east. */
export type Spot = 0 | 1;

/** Where a thing lies. */
export interface Place {
  /** Index in {@link Puzzle.rooms}. */
  readonly room: number;
  readonly spot: Spot;
}

export type KeyKind = 'core' | 'lure' | 'useless';

export interface Key extends Place {
  readonly kind: KeyKind;
  readonly colour: ColourIndex;
}

/** A key and the door it is meant for, by their indices in {@link Puzzle}. */
export interface CorePair {
  readonly key: number;
  readonly passage: number;
}

/** A whole puzzle, cropped to its rooms: the lowest row and column are 0. */
export interface Puzzle {
  readonly rows: number;
  readonly columns: number;
  readonly rooms: readonly Room[];
  readonly passages: readonly Passage[];
  readonly keys: readonly Key[];
  readonly goal: Place;
  /** In the order in which they lead to the goal. */
  readonly core: readonly CorePair[];
  /** Cell of room 0 in which the player begins: one of {@link START_CELLS}. */
  readonly startCell: readonly [row: number, column: number];
}

/** Cells of a room, 2 rows by 3 columns, that lie away from the spots for things. */
export const START_CELLS: readonly (readonly [row: number, column: number])[] = [
  [1, 0],
  [1, 1],
  [1, 2],
  [0, 1],
];
