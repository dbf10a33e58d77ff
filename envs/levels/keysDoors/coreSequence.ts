import type { Draft } from './draft.js';
import { addRedHerringRoom, addTrapRoom } from './extras.js';
import type { FreeSite } from './roomGrid.js';
import { pick } from '../shuffle.js';

/** Chance that a core step comes with a red herring room, and that a trap is set at once. */
const EXTRA_DURING_CORE_CHANCE = 0.5;

/** Where the next core key lies, and where its room is built. */
interface CoreStep {
  readonly keyRoom: number;
  readonly target: FreeSite;
}

/** Lays the rooms from the start to the goal. @returns false if a room found no free site. */
export function layCore(draft: Draft): boolean {
  const { random, coreColours } = draft;
  let last = 0;
  for (let place = 0; place < coreColours.length; place++) {
    last = addEmptyRoom(draft, last) ?? last;
    const herring = random.float() < EXTRA_DURING_CORE_CHANCE;
    const herringFirst = herring && random.integer(2) === 0;
    if (herringFirst) addRedHerringRoom(draft);
    const step = chooseStep(draft, last, place);
    if (step === undefined) return false;
    last = addCoreRoom(draft, step, last);
    if (place === coreColours.length - 1) draft.goal = draft.grid.takeSpot(last);
    if (herring && !herringFirst) addRedHerringRoom(draft);
  }
  return true;
}

/** Perhaps prolongs the way by a room without a door. @returns its index. */
function addEmptyRoom(
  { random, rules, grid, coreColours }: Draft,
  last: number,
): number | undefined {
  const placed = grid.roomsWhere(({ kind }) => kind === 'empty').length;
  const chance = rules.emptyRoomChance[coreColours.length - 1]!;
  if (placed >= rules.emptyRooms || random.float() >= chance) return undefined;
  const target = grid.freeSiteBeside([last]);
  if (target === undefined) return undefined;
  grid.addRoomBehind(target, { kind: 'empty' });
  return grid.rooms.length - 1;
}

/** Either the door or its key is in the last room of the chain; the other may be anywhere safe. */
function chooseStep(draft: Draft, last: number, place: number): CoreStep | undefined {
  const { random, grid } = draft;
  const safe = grid.roomsWhere(({ kind }) => kind !== 'trap' && kind !== 'redHerring');
  const beside = grid.freeSiteBeside([last]);
  if (random.integer(2) === 0 && beside !== undefined) {
    const withSpot = safe.filter((room) => grid.hasFreeSpot(room));
    return { keyRoom: pick(random, withSpot), target: beside };
  }
  const target = needsTrapPlace(draft, place) ? beside : grid.freeSiteBeside(safe);
  return target && { keyRoom: last, target };
}

/** Whether every core door still to come must continue the chain, so that the traps find a place. */
function needsTrapPlace({ rules, grid, coreColours }: Draft, place: number): boolean {
  const placed = grid.roomsWhere(({ kind }) => kind === 'trap').length;
  return rules.trapRooms - placed >= coreColours.length - place;
}

/** Adds the next key and its room. @returns the room's index. */
function addCoreRoom(draft: Draft, { keyRoom, target }: CoreStep, last: number): number {
  const { random, grid, core, coreRooms, coreColours, trapPlaces } = draft;
  const colour = coreColours[core.length]!;
  const key = grid.addKey(keyRoom, { kind: 'core', colour });
  core.push({ key, passage: grid.addRoomBehind(target, { kind: 'core', door: colour }) });
  const room = grid.rooms.length - 1;
  const competing = coreRooms.length - 1;
  if (competing > 0 && target.from === last) {
    trapPlaces.push(competing);
    if (random.float() < EXTRA_DURING_CORE_CHANCE) addTrapRoom(draft, competing);
  }
  coreRooms.push(room);
  return room;
}
