import type { Random } from '../../src/index.js';
import type { ColourIndex } from './colours.js';
import type { CorePair, Place, PuzzleRules } from './puzzle.js';
import type { RoomGrid } from './roomGrid.js';

/** A puzzle being generated. */
export interface Draft {
  readonly random: Random;
  readonly rules: PuzzleRules;
  readonly grid: RoomGrid;
  /** Numbers drawn for this puzzle. */
  readonly easyExtraRooms: number;
  readonly uselessKeys: number;
  readonly openableDoors: number;
  /** Colours of the core doors, in their order. */
  readonly coreColours: readonly ColourIndex[];
  /** The other colours. */
  readonly freeColours: readonly ColourIndex[];
  /** The start room, then the room behind each core door. */
  readonly coreRooms: number[];
  readonly core: CorePair[];
  /** Places in `coreRooms` whose door a trap may compete with. */
  readonly trapPlaces: number[];
  goal: Place | undefined;
}
