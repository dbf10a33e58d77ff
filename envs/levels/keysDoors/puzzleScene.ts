import {
  TiledFloor,
  createBillboard,
  daySkyTexture,
  keyTexture,
  lollyTexture,
  once,
  type Billboard,
  type Plane,
  type Scene,
  type Texture,
  type Wall,
} from '../../engine/index.js';
import { KEY_COLOURS } from './colours.js';
import {
  CELL,
  firstCell,
  gapOf,
  middleOf,
  thingCell,
  ROOM_COLUMNS,
  ROOM_ROWS,
} from './floorPlan.js';
import { groundTile, lookOf } from './looks.js';
import type { Place, Puzzle } from './puzzle.js';
import { doorWall, innerWalls, outerWalls } from './puzzleWalls.js';

/** World units. */
const KEY_SHAPE = { size: 52, height: 42 };
const GOAL_SHAPE = { size: 64, height: 44 };

/** Depth in world units at which light has fallen to one half. */
const HALF_LIGHT_DEPTH = 1600;

/** Powers of two that hold the 11 × 8 cells of the largest map. */
const FLOOR_SIZE = { columns: 16, rows: 8 };

const keyTextures = once((): readonly Texture[] => KEY_COLOURS.map(({ rgb }) => keyTexture(rgb)));

/** What one environment shows of its puzzles, one after another. */
export class PuzzleScene {
  /** Another object whenever doors open or another puzzle is shown. */
  scene!: Scene;
  /** One per key of the puzzle. */
  keys!: readonly Billboard[];
  goal!: Billboard;
  private fixedWalls!: readonly Wall[];
  /** One per passage of the puzzle; undefined where there is no door. */
  private doors!: readonly (Wall | undefined)[];
  private readonly tiledFloor = new TiledFloor(groundTile(), FLOOR_SIZE);
  private readonly floor: Plane = {
    height: 0,
    texture: this.tiledFloor.texture,
    texelsPerUnit: groundTile().width / CELL,
  };

  constructor(private puzzle: Puzzle) {
    this.show(puzzle);
  }

  /** Shows a puzzle as it is at its beginning. */
  show(puzzle: Puzzle): void {
    this.fixedWalls = [...outerWalls(puzzle), ...innerWalls(puzzle)];
    this.doors = puzzle.passages.map((passage) =>
      passage.door === undefined ? undefined : doorWall(gapOf(puzzle, passage), passage.door),
    );
    const at = (place: Place) => middleOf(thingCell(puzzle, place));
    this.keys = puzzle.keys.map((key) =>
      createBillboard(at(key), { ...KEY_SHAPE, texture: keyTextures()[key.colour]! }),
    );
    this.goal = createBillboard(at(puzzle.goal), { ...GOAL_SHAPE, texture: lollyTexture() });
    this.layRooms(this.puzzle, groundTile); // only these cells differ from the ground
    this.layRooms(puzzle, (look) => lookOf(look).tile);
    this.puzzle = puzzle;
    this.showDoors([]);
  }

  /** Takes the open doors away. @param open - Whether each passage's door is open. */
  showDoors(open: readonly boolean[]): void {
    const closed = this.doors.filter((door, i) => door !== undefined && open[i] !== true) as Wall[]; // the filter
    this.scene = {
      walls: [...this.fixedWalls, ...closed],
      billboards: [...this.keys, this.goal],
      floor: this.floor,
      sky: daySkyTexture(),
      halfLightDepth: HALF_LIGHT_DEPTH,
    };
  }

  /** Lays the cells of a puzzle's rooms. */
  private layRooms({ rooms }: Puzzle, tileOf: (look: number) => Texture): void {
    for (const { site, look } of rooms) {
      const [south, west] = firstCell(site);
      for (let i = 0; i < ROOM_ROWS * ROOM_COLUMNS; i++) {
        const column = west + Math.floor(i / ROOM_ROWS);
        this.tiledFloor.lay(tileOf(look), column, south + (i % ROOM_ROWS));
      }
    }
  }
}
