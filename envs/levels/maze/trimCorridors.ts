import { neighbourSteps } from './maze.js';
import { SOLID, isRoom, nodes, type Draft } from './regions.js';

/** Fills dead ends and cuts off bends that lead nowhere, until there are none. Rooms stay as they are. */
export function trimCorridors(draft: Draft): void {
  do {
    fillDeadEnds(draft);
  } while (cutHorseshoe(draft));
}

/** Fills every corridor cell that has one open neighbour or none, and what becomes such by it. */
function fillDeadEnds(draft: Draft): void {
  for (let start = 0; start < draft.regions.length; start++) {
    let cell: number | undefined = start;
    while (cell !== undefined && isDeadEnd(draft, cell)) {
      draft.regions[cell] = SOLID;
      cell = openNeighbours(draft, cell)[0];
    }
  }
}

function isDeadEnd(draft: Draft, cell: number): boolean {
  return isCorridor(draft, cell) && openNeighbours(draft, cell).length < 2;
}

/** A doorway between two rooms counts as part of one of them. */
function isCorridor(draft: Draft, cell: number): boolean {
  return draft.regions[cell] !== SOLID && !isRoom(draft, cell);
}

function openNeighbours(draft: Draft, cell: number): number[] {
  return neighbourSteps(draft)
    .map((step) => cell + step)
    .filter((next) => draft.regions[next] !== SOLID);
}

/**
 * Cuts off one horseshoe: a corridor that runs straight to a node A, turns aside, runs on beside its
 * former line, turns back to that line at a node B and goes on along it. The detour is filled, and the
 * line from A to B opened.
 *
 * @returns whether there was one.
 */
function cutHorseshoe(draft: Draft): boolean {
  for (const start of nodes(draft)) {
    for (const turns of possibleTurns(draft)) {
      const bend = bendFrom(draft, start, turns);
      if (bend !== undefined) {
        bend.shortcut.forEach((cell) => (draft.regions[cell] = draft.regions[start]!));
        bend.detour.forEach((cell) => (draft.regions[cell] = SOLID));
        return true;
      }
    }
  }
  return false;
}

/** Steps along a corridor and to its side. */
interface Turns {
  readonly ahead: number;
  readonly aside: number;
}

/** Each bend is found from one of its ends: the other would only see it backwards. */
function possibleTurns(draft: Draft): Turns[] {
  const [east, north, west, south] = neighbourSteps(draft);
  return [
    { ahead: east, aside: north },
    { ahead: east, aside: south },
    { ahead: north, aside: east },
    { ahead: north, aside: west },
  ];
}

/** Cells of a horseshoe; both ends, A and B, are in neither list. */
interface Bend {
  readonly shortcut: readonly number[];
  readonly detour: readonly number[];
}

/** The horseshoe that begins at node `start`, or none. */
function bendFrom(draft: Draft, start: number, { ahead, aside }: Turns): Bend | undefined {
  if (!isPassage(draft, start, [-ahead, aside])) {
    return undefined;
  }
  const out = leg(draft, start, { step: aside, turn: ahead });
  const along = leg(draft, out.at(-1) ?? start, { step: ahead, turn: -aside });
  const back = leg(draft, along.at(-1) ?? start, { step: -aside, turn: ahead });
  if (back.length === 0 || back.length !== out.length) {
    return undefined;
  }
  const shortcut = along.slice(0, -1).map((_, i) => start + (i + 1) * ahead);
  const free = shortcut.every((cell) => draft.regions[cell] === SOLID);
  return free ? { shortcut, detour: [...out, ...along, ...back.slice(0, -1)] } : undefined;
}

/**
 * Walks a corridor from a cell straight on to where it turns.
 *
 * @param directions - `step` leads ahead, `turn` is where it has to turn to.
 * @returns the cells passed, the one in which it turns included; none if it does not turn that way.
 */
function leg(draft: Draft, from: number, { step, turn }: { step: number; turn: number }): number[] {
  const passed: number[] = [];
  for (let cell = from + step; isPassage(draft, cell, [-step]); cell += step) {
    passed.push(cell);
    if (draft.regions[cell + turn] !== SOLID) {
      return passed;
    }
  }
  return [];
}

/** Whether a cell is part of a corridor, no fork or dead end, and open to these neighbours. */
function isPassage(draft: Draft, cell: number, steps: readonly number[]): boolean {
  return (
    isCorridor(draft, cell) &&
    openNeighbours(draft, cell).length === 2 &&
    steps.every((step) => draft.regions[cell + step] !== SOLID)
  );
}
