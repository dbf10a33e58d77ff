import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Random, StateError, make, type Wrapper } from '../../../envs/src/index.js';
import { createBody, moveOneTick } from '../../../envs/engine/index.js';
import {
  ACTIONS,
  registerLevels,
  roomsKeysDoorsPuzzle,
  type Level,
} from '../../../envs/levels/index.js';
import { KEY_COLOURS } from '../../../envs/levels/keysDoors/colours.js';
import {
  gapOf,
  middleOf,
  startPoint,
  thingCell,
} from '../../../envs/levels/keysDoors/floorPlan.js';
import { generatePuzzle } from '../../../envs/levels/keysDoors/generatePuzzle.js';
import { FULL_RULES, SMALL_RULES, type Puzzle } from '../../../envs/levels/keysDoors/puzzle.js';
import { playCore } from './keysDoors/scriptedPlayer.js';
import { heapInUse } from './heap.js';

registerLevels();

type Size = 'full' | 'small';
type Env = Wrapper<Uint8Array, number>;

const ID = roomsKeysDoorsPuzzle.id;
const open = (options: Record<string, unknown> = {}): Env => make<Uint8Array, number>(ID, options);
const STILL = ACTIONS[8]!; // fire: nobody is armed

/** The puzzle of an episode: the level draws it first. */
const puzzleOf = (seed: number, size: Size = 'full'): Puzzle =>
  generatePuzzle(new Random(seed), size === 'full' ? FULL_RULES : SMALL_RULES);

/** The first seed, from 0 on, whose puzzle satisfies a condition. */
function seedWith(condition: (puzzle: Puzzle) => boolean): number {
  for (let seed = 0; seed < 1000; seed++) if (condition(puzzleOf(seed))) return seed;
  throw new Error('no such puzzle');
}

/** A level in its first tick, its puzzle, and ways to be somewhere. */
function begin(seed: number) {
  const level = roomsKeysDoorsPuzzle.build('full');
  level.startEpisode(new Random(seed));
  const puzzle = puzzleOf(seed);
  const goTo = ([x, y]: readonly [number, number]): number => {
    Object.assign(level.player, createBody(), { x, y });
    return level.afterTick(STILL);
  };
  const wait = (): number => level.afterTick(STILL);
  const visitKey = (key: number) => goTo(middleOf(thingCell(puzzle, puzzle.keys[key]!)));
  const visitGoal = () => goTo(middleOf(thingCell(puzzle, puzzle.goal)));
  const visitDoor = (passage: number) =>
    goTo(middleOf(gapOf(puzzle, puzzle.passages[passage]!).cell));
  return { level, puzzle, goTo, wait, visitKey, visitGoal, visitDoor };
}

const THREE_PAIRS = seedWith(({ core }) => core.length === 3);

describe('rules', () => {
  test('a key gives +1, once, and is held', () => {
    const { level, puzzle, visitKey } = begin(THREE_PAIRS);
    const { key } = puzzle.core[0]!;
    expect(level.info()).toMatchObject({ heldKey: null, keysLeft: puzzle.keys.length });
    expect(visitKey(key)).toBe(1);
    expect(visitKey(key)).toBe(0);
    const { name } = KEY_COLOURS[puzzle.keys[key]!.colour]!;
    expect(level.info()).toMatchObject({ heldKey: name, keysLeft: puzzle.keys.length - 1 });
  });

  test('one key is held at a time: another replaces it for good', () => {
    const { level, puzzle, visitKey, visitDoor } = begin(THREE_PAIRS);
    const [first, second] = puzzle.core;
    visitKey(first!.key);
    expect(visitKey(second!.key)).toBe(1);
    const { name } = KEY_COLOURS[puzzle.keys[second!.key]!.colour]!;
    expect(level.info()).toMatchObject({ heldKey: name });
    expect(visitDoor(first!.passage)).toBe(0);
    expect(visitKey(first!.key)).toBe(0);
  });

  test('a door opens for a key of its colour alone: +1, the key is gone, the door stays open', () => {
    const { level, puzzle, visitKey, visitDoor, wait } = begin(THREE_PAIRS);
    const [first, second] = puzzle.core;
    const walls = level.scene.walls.length;
    expect(visitDoor(first!.passage)).toBe(0);
    visitKey(first!.key);
    expect(visitDoor(second!.passage)).toBe(0);
    expect(level.scene.walls.length).toBe(walls);
    expect(visitDoor(first!.passage)).toBe(1);
    expect(level.scene.walls.length).toBe(walls - 1);
    expect(level.info()).toMatchObject({ heldKey: null, doorsOpened: 1 });
    for (let tick = 0; tick < 3600; tick++) expect(wait()).toBe(0);
    expect(level.scene.walls.length).toBe(walls - 1);
    expect(visitDoor(first!.passage)).toBe(0);
  });

  test('a door opens at the edge of its cell, as wide as the player is', () => {
    const { puzzle, goTo, visitKey } = begin(THREE_PAIRS);
    const { key, passage } = puzzle.core[0]!;
    visitKey(key);
    const { cell, eastWest } = gapOf(puzzle, puzzle.passages[passage]!);
    const [x, y] = middleOf(cell);
    // Half a cell is 50, half the player 15.
    expect(goTo(eastWest ? [x - 65.1, y] : [x, y - 65.1])).toBe(0);
    expect(goTo(eastWest ? [x - 64.9, y] : [x, y - 64.9])).toBe(1);
  });

  test('closed doors stop the player, open ones do not', () => {
    const { level, puzzle, goTo, visitKey, visitDoor } = begin(THREE_PAIRS);
    const { key, passage } = puzzle.core[0]!;
    const { cell, eastWest } = gapOf(puzzle, puzzle.passages[passage]!);
    const [x, y] = middleOf(cell);
    const run = (): number => {
      goTo(eastWest ? [x - 60, y] : [x, y - 60]);
      level.player.heading = eastWest ? 0 : 1800; // east or north
      for (let tick = 0; tick < 40; tick++)
        moveOneTick(level.player, ACTIONS[0]!, level.scene.walls);
      return eastWest ? level.player.x - x : level.player.y - y;
    };
    expect(run()).toBeCloseTo(-15, 1); // half the player before the door
    visitKey(key);
    visitDoor(passage);
    expect(run()).toBeGreaterThan(50);
  });

  test('the goal gives +50; the episode ends 0.2 s, 12 ticks, later', () => {
    const { level, visitGoal, wait } = begin(THREE_PAIRS);
    expect(visitGoal()).toBe(50);
    expect(level.info()).toMatchObject({ goalTaken: true });
    for (let tick = 1; tick < 12; tick++) {
      expect([wait(), level.isOver!()]).toEqual([0, false]);
    }
    expect([wait(), level.isOver!()]).toEqual([0, true]);
    expect(visitGoal()).toBe(0);
  });

  test('a trap takes the key and leaves its core door closed for good', () => {
    const seed = seedWith(({ rooms, keys, passages }) =>
      rooms.some(
        ({ kind }, room) =>
          kind === 'trap' &&
          keys.filter(({ colour }) => colour === passages.find(({ to }) => to === room)!.door)
            .length === 1,
      ),
    );
    const { level, puzzle, visitKey, visitDoor } = begin(seed);
    const trap = puzzle.rooms.findIndex(({ kind }) => kind === 'trap');
    const entry = puzzle.passages.findIndex(({ kind, to }) => kind === 'entry' && to === trap);
    const pair = puzzle.core.find(
      ({ passage }) => puzzle.passages[passage]!.door === puzzle.passages[entry]!.door,
    )!;
    visitKey(pair.key);
    expect(visitDoor(entry)).toBe(1);
    puzzle.keys.forEach((_, key) => {
      visitKey(key);
      expect(visitDoor(pair.passage)).toBe(0);
    });
    expect(level.isOver!()).toBe(false);
  });

  test('the player begins at rest, away from all things', () => {
    const headings = new Set<number>();
    for (let seed = 0; seed < 50; seed++) {
      const { level, puzzle } = begin(seed);
      const [x, y] = startPoint(puzzle);
      const { heading } = level.player;
      expect(level.player).toEqual({ ...createBody(), x, y, heading });
      headings.add(heading);
      expect(level.afterTick(STILL)).toBe(0);
    }
    expect(headings.size).toBeGreaterThan(40);
  });
});

test('the held key shows as a square of a sixth of the view, 12/288 from its corner', () => {
  const RED = 0;
  const seed = seedWith(({ keys }) => keys[0]!.colour === RED);
  const env = open();
  /** Pure red pixels in the square of 16 × 16 pixels at (4, 4), and in all. */
  const redPixels = (pixels: Uint8Array) => {
    const counts = { inSquare: 0, inAll: 0 };
    for (let i = 0; i < 96 * 72; i++) {
      const [x, y] = [i % 96, Math.floor(i / 96)];
      const isRed = pixels[3 * i] === 255 && pixels[3 * i + 1] === 0 && pixels[3 * i + 2] === 0;
      counts.inAll += isRed ? 1 : 0;
      counts.inSquare += isRed && x >= 4 && x < 20 && y >= 4 && y < 20 ? 1 : 0;
    }
    return counts;
  };
  expect(redPixels(env.reset({ seed })[0])).toEqual({ inSquare: 0, inAll: 0 });
  // Hand the first key over in the saved state, which is JSON: as long as before, in all.
  const text = Buffer.from(env.saveState!()).toString('latin1');
  const handed = text
    .replace('"keysLeft":[true', '"keysLeft":[false')
    .replace('"heldKey":-1', '"heldKey":0');
  const pixels = env.loadState!(Buffer.from(handed, 'latin1'));
  expect(redPixels(pixels)).toEqual({ inSquare: 256, inAll: 256 });
});

describe('layout', () => {
  const plan = ({ scene }: Level): string =>
    JSON.stringify([
      scene.walls.map(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2]),
      scene.billboards.map(({ x, y }) => [x, y]),
      createHash('sha256').update(scene.floor.texture.texels).digest('hex'),
    ]);

  test('is the same for a seed, whatever was played before, and differs between seeds', () => {
    const level = roomsKeysDoorsPuzzle.build('full');
    const plans = [1, 2, 3, 1, 2, 3].map((seed) => {
      level.startEpisode(new Random(seed));
      return plan(level);
    });
    expect(plans.slice(3)).toEqual(plans.slice(0, 3));
    expect(new Set(plans).size).toBe(3);
  });

  test('stays through the episode, but for the doors that are opened', () => {
    const { level, puzzle, visitKey, visitDoor, wait } = begin(THREE_PAIRS);
    const before = plan(level);
    for (let tick = 0; tick < 600; tick++) wait();
    puzzle.keys.forEach((_, key) => visitKey(key));
    expect(plan(level)).toBe(before);
    const last = puzzle.keys.at(-1)!.colour;
    const door = puzzle.passages.findIndex((passage) => passage.door === last);
    if (door >= 0) {
      expect(visitDoor(door)).toBe(1);
      expect(plan(level)).not.toBe(before);
    }
  });

  test('textures are not made anew for each environment; floors are', () => {
    const [one, other] = [begin(1).level.scene, begin(1).level.scene];
    expect(other.walls.map(({ texture }) => texture)).toEqual(
      one.walls.map(({ texture }) => texture),
    );
    expect(other.walls[0]!.texture).toBe(one.walls[0]!.texture);
    expect(other.floor.texture).not.toBe(one.floor.texture);
  });
});

describe.each(['full', 'small'] as const)('%s: a scripted player', (size) => {
  test('takes the keys in their order to the goal, in each of 40 puzzles', () => {
    const env = open({ size });
    for (let seed = 0; seed < 40; seed++) {
      const puzzle = puzzleOf(seed, size);
      const { rewards, terminated, truncated } = playCore(env, puzzle, seed);
      const pairs = puzzle.core.length;
      // Key, door, key, door, … goal, and nothing on the way.
      expect(rewards.filter((reward) => reward !== 0)).toEqual([
        ...Array<number>(2 * pairs).fill(1),
        50,
      ]);
      expect([terminated, truncated]).toEqual([true, false]);
      expect(rewards.length - rewards.indexOf(50)).toBeLessThanOrEqual(4); // 12 ticks are 3 steps
    }
  });
});

test('10,000 steps of running into things stay within the outer walls', () => {
  const env = open({ width: 8, height: 8 });
  const actions = new Random(9);
  let { rows, columns } = puzzleOf(0);
  env.reset({ seed: 0 });
  for (let i = 0, seed = 0; i < 10_000; i++) {
    const [, , terminated, truncated, info] = env.step(i % 40 < 30 ? 0 : actions.integer(9));
    const { x, y } = info as { x: number; y: number };
    expect(x >= 14.98 && x <= 400 * columns - 100 - 14.98).toBe(true);
    expect(y >= 14.98 && y <= 300 * rows - 100 - 14.98).toBe(true);
    if (terminated || truncated) {
      seed++;
      ({ rows, columns } = puzzleOf(seed));
      env.reset({ seed });
    }
  }
});

/** Plays on with random actions. @returns a digest of all that was seen and earned. */
function play(env: Env, { seed, steps }: { seed: number; steps: number }): string {
  const actions = new Random(seed);
  const digest = createHash('sha256');
  for (let i = 0; i < steps; i++) {
    const [observation, reward, terminated, truncated, info] = env.step(actions.integer(9));
    digest.update(observation).update(JSON.stringify([reward, info]));
    if (terminated || truncated) digest.update(env.reset()[0]);
  }
  return digest.digest('hex');
}

describe('state', () => {
  test('a loaded environment goes on byte for byte, into the next episodes too', () => {
    for (const size of ['full', 'small'] as const) {
      const [env, other] = [open({ size, episodeSeconds: 20 }), open({ size, episodeSeconds: 20 })];
      env.reset({ seed: 5 });
      play(env, { seed: 1, steps: 250 });
      other.reset({ seed: 99 });
      play(other, { seed: 3, steps: 20 });
      const state = env.saveState!();
      other.loadState!(state);
      const future = play(env, { seed: 2, steps: 400 });
      expect(play(other, { seed: 2, steps: 400 })).toBe(future);
      other.loadState!(state);
      expect(play(other, { seed: 2, steps: 400 })).toBe(future);
    }
  });

  test('held key, open doors and taken things come back', () => {
    const { level, puzzle, visitKey, visitDoor, visitGoal, wait } = begin(THREE_PAIRS);
    const [first, second] = puzzle.core;
    visitKey(first!.key);
    visitDoor(first!.passage);
    visitKey(second!.key);
    visitGoal();
    for (let tick = 0; tick < 5; tick++) wait();
    const loaded = roomsKeysDoorsPuzzle.build('full');
    expect(loaded.loadState(JSON.parse(JSON.stringify(level.saveState())) as object as never)).toBe(
      true,
    ); // as decoded
    expect(loaded.info()).toEqual(level.info());
    expect(loaded.overlays).toEqual(level.overlays);
    expect(loaded.scene.walls).toEqual(level.scene.walls);
    expect(loaded.scene.billboards).toEqual(level.scene.billboards);
    expect(Buffer.compare(texelsOf(loaded), texelsOf(level))).toBe(0);
    for (let tick = 6; tick <= 12; tick++) {
      loaded.afterTick(STILL);
      expect(loaded.isOver!()).toBe(tick === 12);
    }
  });

  const texelsOf = ({ scene }: Level): Buffer => Buffer.from(scene.floor.texture.texels.buffer);

  test('a state that it cannot have written is refused and changes nothing', () => {
    const { level, puzzle, visitKey } = begin(THREE_PAIRS);
    visitKey(puzzle.core[0]!.key);
    const state = level.saveState();
    const { keysLeft, open: opened } = state as { keysLeft: boolean[]; open: boolean[] };
    const onTheFloor = keysLeft.indexOf(true);
    const noDoor = seedWith(({ passages }) => passages.some(({ door }) => door === undefined));
    const other = begin(noDoor);
    const allOpen = other.puzzle.passages.map(() => true);
    const faults: object[] = [
      { origin: [0, 0, 0, 0] },
      { origin: undefined },
      { keysLeft: keysLeft.slice(1) },
      { keysLeft: keysLeft.map(Number) },
      { open: [...opened, false] },
      { heldKey: -2 },
      { heldKey: keysLeft.length },
      { heldKey: onTheFloor },
      { ticksSinceGoal: 13 },
      { ticksSinceGoal: 0.5 },
    ];
    for (const fault of faults) {
      expect(level.loadState({ ...state, ...fault })).toBe(false);
    }
    expect(level.saveState()).toEqual(state);
    expect(other.level.loadState({ ...other.level.saveState(), open: allOpen })).toBe(false);
  });

  test('damaged bytes are refused with the reason', () => {
    const env = open();
    env.reset({ seed: 1 });
    const text = Buffer.from(env.saveState!()).toString('latin1');
    expect(text).toContain('"heldKey":-1');
    const damaged = Buffer.from(text.replace('"heldKey":-1', '"heldKey":-9'), 'latin1');
    expect(() => env.loadState!(damaged)).toThrow(StateError);
  });
});

test('the heap does not grow with the steps', () => {
  const env = open({ width: 32, height: 24 });
  env.reset({ seed: 1 });
  play(env, { seed: 1, steps: 2000 });
  const before = heapInUse();
  play(env, { seed: 2, steps: 6000 });
  expect(heapInUse() - before).toBeLessThan(300_000); // 50 bytes a step
});

/**
 * The program's own values: they pin down that every machine and Node version draws and plays the same
 * bytes, and that a change of either is meant.
 */
test.each([
  ['full', 'f161a6f58bb74ff41e81aaeb30d7b3d4e126b51b66ea44b71787021c4e462275'],
  ['small', '69b9471171f983f2447e1a8c0019e371eb2cb1a0b4edd3b81c4a705f44c64e9e'],
] as const)('%s is the same bytes everywhere', (size, hash) => {
  const env = open({ size });
  env.reset({ seed: 1807 });
  expect(play(env, { seed: 2018, steps: 1000 })).toBe(hash);
});
