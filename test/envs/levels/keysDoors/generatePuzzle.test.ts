import { describe, expect, test } from 'vitest';
import { Random } from '../../../../envs/src/index.js';
import { generatePuzzle } from '../../../../envs/levels/keysDoors/generatePuzzle.js';
import {
  FULL_RULES,
  SMALL_RULES,
  type Passage,
  type Puzzle,
  type PuzzleRules,
} from '../../../../envs/levels/keysDoors/puzzle.js';

const SEEDS = [...Array(600).keys()];
const full = SEEDS.map((seed) => generatePuzzle(new Random(seed), FULL_RULES));
const small = SEEDS.map((seed) => generatePuzzle(new Random(seed), SMALL_RULES));

const ofLength = (length: number): Puzzle[] => full.filter(({ core }) => core.length === length);
const roomsOfKind = ({ rooms }: Puzzle, kind: string): number[] =>
  rooms.flatMap((room, i) => (room.kind === kind ? [i] : []));
const doorsOfKind = ({ passages }: Puzzle, kind: string): Passage[] =>
  passages.filter((passage) => passage.kind === kind);
const coreColours = ({ core, keys }: Puzzle): number[] => core.map(({ key }) => keys[key]!.colour);
const entryDoor = ({ passages }: Puzzle, room: number): number | undefined =>
  passages.find(({ kind, to }) => kind === 'entry' && to === room)!.door;
const share = (puzzles: readonly Puzzle[], condition: (puzzle: Puzzle) => boolean): number =>
  puzzles.filter(condition).length / puzzles.length;

/** Rooms that can be reached from the start through `open` passages. */
function reachable({ passages }: Puzzle, open: (index: number) => boolean): Set<number> {
  const reached = new Set([0]);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    passages.forEach(({ from, to }, i) => {
      if (open(i) && (reached.has(from) || reached.has(to))) reached.add(from).add(to);
    });
  }
  return reached;
}

test('is a function of the generator alone', () => {
  expect(generatePuzzle(new Random(7), FULL_RULES)).toEqual(full[7]);
  expect(new Set(full.map((puzzle) => JSON.stringify(puzzle))).size).toBeGreaterThan(590);
});

describe.each([
  ['full', full, 3],
  ['small', small, 2],
] as const)('%s: every puzzle', (_, puzzles, side) => {
  test('is a set of rooms on sites of their own, cropped to them', () => {
    for (const { rows, columns, rooms } of puzzles) {
      expect(rows <= side && columns <= side).toBe(true);
      expect(new Set(rooms.map(({ site }) => site.join())).size).toBe(rooms.length);
      const spans = [0, 1].map((axis) => {
        const along = rooms.map(({ site }) => site[axis]!);
        return [Math.min(...along), Math.max(...along)];
      });
      expect(spans).toEqual([
        [0, rows - 1],
        [0, columns - 1],
      ]);
    }
  });

  test('gives each room a look of its own', () => {
    for (const { rooms } of puzzles) {
      expect(new Set(rooms.map(({ look }) => look)).size).toBe(rooms.length);
      expect(rooms.every(({ look }) => look >= 0 && look < 9)).toBe(true);
    }
  });

  test('joins neighbours only, each pair once, and no room is cut off', () => {
    for (const puzzle of puzzles) {
      const pairs = puzzle.passages.map(({ from, to }) => {
        const [a, b] = [puzzle.rooms[from]!.site, puzzle.rooms[to]!.site];
        expect(Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])).toBe(1);
        return [Math.min(from, to), Math.max(from, to)].join();
      });
      expect(new Set(pairs).size).toBe(pairs.length);
      // One way in for each room but the start.
      expect(doorsOfKind(puzzle, 'entry').length).toBe(puzzle.rooms.length - 1);
      expect(reachable(puzzle, () => true).size).toBe(puzzle.rooms.length);
    }
  });

  test('puts at most two things in a room, on different spots', () => {
    for (const { keys, goal } of puzzles) {
      const places = [...keys, goal].map(({ room, spot }) => `${room},${spot}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });

  test('is solved by its core keys in their order', () => {
    for (const puzzle of puzzles) {
      const { core, keys, passages, goal } = puzzle;
      const opened = new Set<number>();
      const canPass = (i: number): boolean => passages[i]!.door === undefined || opened.has(i);
      for (const { key, passage } of core) {
        const rooms = reachable(puzzle, canPass);
        const { from, door } = passages[passage]!;
        expect(rooms.has(keys[key]!.room)).toBe(true);
        expect(rooms.has(from)).toBe(true);
        expect(rooms.has(goal.room)).toBe(false);
        expect(door).toBe(keys[key]!.colour);
        opened.add(passage);
      }
      expect(reachable(puzzle, canPass).has(goal.room)).toBe(true);
    }
  });

  test('has core doors of different colours', () => {
    for (const puzzle of puzzles) {
      expect(new Set(coreColours(puzzle)).size).toBe(puzzle.core.length);
    }
  });
});

describe('full, against the figures of configs.lua', () => {
  test('one to three core pairs, equally often', () => {
    // 600 draws: the standard deviation of each share is 0.019.
    for (const length of [1, 2, 3]) {
      expect(Math.abs(ofLength(length).length / 600 - 1 / 3)).toBeLessThan(0.08);
    }
  });

  test('at most one trap: never with one pair, and with more wherever there is a site', () => {
    for (const puzzle of full) expect(roomsOfKind(puzzle, 'trap').length).toBeLessThan(2);
    const hasTrap = (puzzle: Puzzle): boolean => roomsOfKind(puzzle, 'trap').length === 1;
    expect(share(ofLength(1), hasTrap)).toBe(0);
    expect(share([...ofLength(2), ...ofLength(3)], hasTrap)).toBeGreaterThan(0.8);
  });

  test('a trap takes an earlier core key and holds a later one', () => {
    for (const puzzle of full) {
      const colours = coreColours(puzzle);
      for (const room of roomsOfKind(puzzle, 'trap')) {
        const door = colours.indexOf(entryDoor(puzzle, room)!);
        const lure = puzzle.keys.find((key) => key.room === room && key.kind === 'lure')!;
        expect(door).toBeGreaterThanOrEqual(0);
        expect(colours.indexOf(lure.colour)).toBeGreaterThan(door);
      }
    }
  });

  test('one red herring, whose door takes a core key and which holds none', () => {
    expect(share(full, (puzzle) => roomsOfKind(puzzle, 'redHerring').length === 1)).toBe(1);
    for (const puzzle of full) {
      const room = roomsOfKind(puzzle, 'redHerring')[0]!;
      expect(coreColours(puzzle)).toContain(entryDoor(puzzle, room));
      expect(puzzle.keys.some((key) => key.room === room && key.kind !== 'useless')).toBe(false);
    }
  });

  test('at most one empty room, entered without a door, by the chances .8, .5 and 0', () => {
    for (const puzzle of full) {
      const empty = roomsOfKind(puzzle, 'empty');
      expect(empty.length).toBeLessThan(2);
      for (const room of empty) expect(entryDoor(puzzle, room)).toBeUndefined();
    }
    const hasEmpty = (puzzle: Puzzle): boolean => roomsOfKind(puzzle, 'empty').length > 0;
    expect(Math.abs(share(ofLength(1), hasEmpty) - 0.8)).toBeLessThan(0.1);
    // Two chances of one half, 0.75 together, less the puzzles that lack the site.
    expect(Math.abs(share(ofLength(2), hasEmpty) - 0.75)).toBeLessThan(0.12);
    expect(share(ofLength(3), hasEmpty)).toBe(0);
  });

  test('no or one easy extra room, in a colour that is not in the core', () => {
    for (const puzzle of full) {
      const easy = roomsOfKind(puzzle, 'easyExtra');
      expect(easy.length).toBeLessThan(2);
      for (const room of easy) {
        expect(coreColours(puzzle)).not.toContain(entryDoor(puzzle, room));
      }
    }
    expect(Math.abs(share(full, (p) => roomsOfKind(p, 'easyExtra').length > 0) - 0.5)) //
      .toBeLessThan(0.08);
  });

  test('up to two more doors that no key opens', () => {
    for (const puzzle of full) {
      const unopenable = doorsOfKind(puzzle, 'extraUnopenable');
      expect(unopenable.length).toBeLessThanOrEqual(2);
      for (const { door } of unopenable) {
        expect(puzzle.keys.some(({ colour }) => colour === door)).toBe(false);
      }
    }
    expect(full.some((puzzle) => doorsOfKind(puzzle, 'extraUnopenable').length === 2)).toBe(true);
  });

  test('no place is left for more openable doors', () => {
    // Seven rooms at most, on 9 sites, make 8 pairs of neighbours; 6 are entries, 2 unopenable.
    expect(Math.max(...full.map(({ rooms }) => rooms.length))).toBe(7);
    expect(full.every((puzzle) => doorsOfKind(puzzle, 'extraOpenable').length === 0)).toBe(true);
  });

  test('no or one useless key, of no core colour', () => {
    for (const puzzle of full) {
      const useless = puzzle.keys.filter(({ kind }) => kind === 'useless');
      expect(useless.length).toBeLessThan(2);
      for (const { colour } of useless) expect(coreColours(puzzle)).not.toContain(colour);
    }
    expect(share(full, ({ keys }) => keys.some(({ kind }) => kind === 'useless'))) //
      .toBeGreaterThan(0.2);
  });

  test('puzzles can be lost: a trap or red herring beside the way takes a key that is needed', () => {
    const canBeLost = (puzzle: Puzzle): boolean =>
      [...roomsOfKind(puzzle, 'trap'), ...roomsOfKind(puzzle, 'redHerring')].some(
        (room) =>
          puzzle.keys.filter(({ colour }) => colour === entryDoor(puzzle, room)).length === 1,
      );
    expect(share(full, canBeLost)).toBeGreaterThan(0.9);
  });
});

test('other rules may leave place for openable doors: one, in a core colour', () => {
  const rules: PuzzleRules = { ...FULL_RULES, unopenableDoors: 0, openableDoors: [1, 1] };
  const puzzles = SEEDS.slice(0, 100).map((seed) => generatePuzzle(new Random(seed), rules));
  for (const puzzle of puzzles) {
    const doors = doorsOfKind(puzzle, 'extraOpenable');
    expect(doors.length).toBeLessThanOrEqual(1);
    for (const { door } of doors) expect(coreColours(puzzle)).toContain(door);
  }
  expect(share(puzzles, (puzzle) => doorsOfKind(puzzle, 'extraOpenable').length === 1)) //
    .toBeGreaterThan(0.5);
});

test('small: two rooms, one key, one door, nothing that misleads', () => {
  for (const { rooms, passages, keys, core } of small) {
    expect([rooms.length, passages.length, keys.length, core.length]).toEqual([2, 1, 1, 1]);
  }
});
