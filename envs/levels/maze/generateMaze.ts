import type { Random } from '../../src/index.js';
import { connectRegions } from './connectRegions.js';
import { digCorridors } from './digCorridors.js';
import type { Maze, Room } from './maze.js';
import { cellsOf, placeRooms, type Rectangle } from './placeRooms.js';
import { SOLID, solidDraft } from './regions.js';
import { shuffled } from '../shuffle.js';
import { trimCorridors } from './trimCorridors.js';

/** What a maze is to be like. */
export interface MazeRules {
  /** Cells across and down, outer walls included; odd, at least 7. */
  readonly columns: number;
  readonly rows: number;
  readonly maxRooms: number;
  /** Together at most 9, the cells of the smallest room. */
  readonly spawnsPerRoom: number;
  readonly objectsPerRoom: number;
  /** For each wall between two neighbouring regions beyond the first that is opened, 0 … 1. */
  readonly extraConnectionProbability: number;
}

/**
 * Draws a maze of rooms and corridors in which every open cell can be reached from every other.
 *
 * After DeepMind Lab's `text_maze_generation`: separate rooms of odd sides; corridors by recursive
 * backtracking in all that is left; neighbouring regions connected; dead ends and horseshoes removed.
 *
 * @throws RangeError if the rules cannot be kept.
 */
export function generateMaze(random: Random, rules: MazeRules): Maze {
  checkRules(rules);
  const draft = solidDraft(rules.columns, rules.rows);
  const rectangles = placeRooms(draft, random, rules.maxRooms);
  digCorridors(draft, random);
  connectRegions(draft, random, rules.extraConnectionProbability);
  trimCorridors(draft);
  return {
    columns: rules.columns,
    rows: rules.rows,
    open: Array.from(draft.regions, (region) => region !== SOLID),
    rooms: rectangles.map((rectangle) => furnish(rectangle, random, rules)),
  };
}

/** Draws a room's spawns and objects from its cells. */
function furnish(rectangle: Rectangle, random: Random, rules: MazeRules): Room {
  const cells = cellsOf(rules, rectangle);
  const order = shuffled(random, cells);
  const { spawnsPerRoom, objectsPerRoom } = rules;
  return {
    ...rectangle,
    cells,
    spawns: order.slice(0, spawnsPerRoom),
    objects: order.slice(spawnsPerRoom, spawnsPerRoom + objectsPerRoom),
  };
}

const SMALLEST_SIDE = 7; // a room of 5 cells and its walls
const SMALLEST_ROOM = 9;

function checkRules({ columns, rows, maxRooms, spawnsPerRoom, objectsPerRoom }: MazeRules): void {
  const sides = [columns, rows].every((side) => side % 2 === 1 && side >= SMALLEST_SIDE);
  if (!sides || !(maxRooms >= 1) || spawnsPerRoom + objectsPerRoom > SMALLEST_ROOM) {
    throw new RangeError(
      `generateMaze: expected odd sides of at least ${SMALLEST_SIDE}, a room or more and at most ` +
        `${SMALLEST_ROOM} spawns and objects in each, got ${columns} × ${rows} cells, ${maxRooms} ` +
        `rooms and ${spawnsPerRoom} + ${objectsPerRoom}.`,
    );
  }
}
