import type { ColourIndex } from './colours.js';
import type { Draft } from './draft.js';
import type { RoomKind } from './puzzle.js';
import { pick, shuffled } from '../shuffle.js';

/**
 * Adds a trap, if the rules want one more: a room whose door has the colour of an earlier core door, with a
 * later core key in it as a lure. Whoever spends the key on the trap cannot open the core door.
 *
 * @param place - Place in `coreRooms` of the room that the trap competes with, 1 or more.
 */
export function addTrapRoom(draft: Draft, place: number): void {
  const { random, rules, grid, coreRooms, coreColours } = draft;
  if (count(draft, 'trap') >= rules.trapRooms) return;
  const competing = coreRooms[place]!;
  const target = grid.freeSiteBeside(grid.roomsWhere((_, room) => room < competing));
  if (target === undefined) return;
  grid.addRoomBehind(target, { kind: 'trap', door: coreColours[place - 1]! });
  const lure = pick(random, coreColours.slice(place));
  grid.addKey(grid.rooms.length - 1, { kind: 'lure', colour: lure });
}

/**
 * Adds a red herring, if the rules want one more: an empty room whose door takes a core key.
 *
 * @returns whether one was added.
 */
export function addRedHerringRoom(draft: Draft): boolean {
  const { random, rules, grid, coreColours } = draft;
  if (count(draft, 'redHerring') >= rules.redHerringRooms) return false;
  const target = grid.freeSiteBeside(grid.roomsWhere(() => true));
  if (target === undefined) return false;
  grid.addRoomBehind(target, { kind: 'redHerring', door: pick(random, coreColours) });
  return true;
}

/** Adds rooms whose doors have colours that the core does not use. */
export function addEasyExtraRooms({ random, grid, freeColours, easyExtraRooms }: Draft): void {
  for (let i = 0; i < easyExtraRooms; i++) {
    const target = grid.freeSiteBeside(grid.roomsWhere(() => true));
    if (target === undefined) return;
    grid.addRoomBehind(target, { kind: 'easyExtra', door: pick(random, freeColours) });
  }
}

/** Adds doors between rooms that are neighbours already: some that nothing opens, some in core colours. */
export function addExtraDoors({ random, rules, grid, ...draft }: Draft): void {
  const pairs = shuffled(random, grid.separatePairs());
  const unopenable = pairs.splice(0, rules.unopenableDoors);
  for (const [from, to] of unopenable) {
    const door = pick(random, draft.freeColours);
    grid.addPassage({ kind: 'extraUnopenable', from, to, door });
  }
  for (const [from, to] of pairs.slice(0, draft.openableDoors)) {
    grid.addPassage({ kind: 'extraOpenable', from, to, door: pick(random, draft.coreColours) });
  }
}

/** Adds keys in colours of neither the core nor the unopenable doors, as far as there are any. */
export function addUselessKeys({ random, grid, freeColours, uselessKeys }: Draft): void {
  const unopenable = new Set<ColourIndex | undefined>(
    grid.passages.filter(({ kind }) => kind === 'extraUnopenable').map(({ door }) => door),
  );
  const colours = freeColours.filter((colour) => !unopenable.has(colour));
  for (let i = 0; i < uselessKeys; i++) {
    const rooms = grid.roomsWhere((_, room) => grid.hasFreeSpot(room));
    if (colours.length === 0 || rooms.length === 0) return;
    grid.addKey(pick(random, rooms), { kind: 'useless', colour: pick(random, colours) });
  }
}

function count({ grid }: Draft, wanted: RoomKind): number {
  return grid.roomsWhere(({ kind }) => kind === wanted).length;
}
