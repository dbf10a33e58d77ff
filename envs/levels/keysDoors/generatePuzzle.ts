import type { Random } from '../../src/index.js';
import { layCore } from './coreSequence.js';
import type { Draft } from './draft.js';
import {
  addEasyExtraRooms,
  addExtraDoors,
  addRedHerringRoom,
  addTrapRoom,
  addUselessKeys,
} from './extras.js';
import { START_CELLS, type Puzzle, type PuzzleRules, type Range } from './puzzle.js';
import { RoomGrid } from './roomGrid.js';
import { shuffled } from '../shuffle.js';

/**
 * Draws a puzzle: a function of `random` and the rules alone.
 *
 * The core is a chain of rooms, each behind a door of another colour, with the goal in the last. Its keys,
 * taken in order, always lead to the goal; other doors may cost the player a key that it needs, and then
 * the goal is out of reach. After DeepMind Lab's `map_generators/keys_doors`; docs/levels tells where ours
 * differs.
 */
export function generatePuzzle(random: Random, rules: PuzzleRules): Puzzle {
  let draft = createDraft(random, rules);
  while (!layCore(draft)) {
    draft = createDraft(random, rules); // the core ran out of free sites
  }
  for (const place of draft.trapPlaces) addTrapRoom(draft, place);
  addEasyExtraRooms(draft);
  while (addRedHerringRoom(draft)); // until there are as many as the rules ask for, or no site is left
  addExtraDoors(draft);
  addUselessKeys(draft);
  return crop(draft);
}

function createDraft(random: Random, rules: PuzzleRules): Draft {
  const draw = ([least, most]: Range): number => least + random.integer(most - least + 1);
  const coreLength = draw(rules.coreLength);
  const colours = shuffled(random, rules.colours);
  const draft: Draft = {
    random,
    rules,
    easyExtraRooms: draw(rules.easyExtraRooms),
    uselessKeys: draw(rules.uselessKeys),
    openableDoors: draw(rules.openableDoors),
    coreColours: colours.slice(0, coreLength),
    freeColours: colours.slice(coreLength),
    grid: new RoomGrid(rules, random),
    coreRooms: [0],
    core: [],
    trapPlaces: [],
    goal: undefined,
  };
  draft.grid.addStartRoom();
  return draft;
}

/** Leaves out empty rows and columns around the rooms. */
function crop({ grid, core, goal, random }: Draft): Puzzle {
  const rows = grid.rooms.map(({ site }) => site[0]);
  const columns = grid.rooms.map(({ site }) => site[1]);
  const [south, west] = [Math.min(...rows), Math.min(...columns)];
  return {
    rows: Math.max(...rows) - south + 1,
    columns: Math.max(...columns) - west + 1,
    rooms: grid.rooms.map(({ site: [row, column], ...room }) => ({
      ...room,
      site: [row - south, column - west],
    })),
    passages: grid.passages,
    keys: grid.keys,
    goal: goal!, // the last core room has it
    core,
    startCell: START_CELLS[random.integer(START_CELLS.length)]!,
  };
}
