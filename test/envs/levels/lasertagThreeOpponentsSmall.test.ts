import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Random, StateError, decodeState, make, type Wrapper } from '../../../envs/src/index.js';
import {
  ACTIONS,
  LevelEnv,
  lasertagThreeOpponentsSmall as level,
  registerLevels,
} from '../../../envs/levels/index.js';
import { drawLayout, type LasertagLayout } from '../../../envs/levels/lasertag/lasertagLayout.js';
import { FULL, SMALL } from '../../../envs/levels/lasertagThreeOpponentsSmall.js';
import { chooseAction, type GameInfo } from './lasertag/player.js';
import { heapInUse } from './heap.js';

registerLevels();

type Size = 'full' | 'small';
type Game = Wrapper<Uint8Array, number>;

const SIZES = ['full', 'small'] as const;
const FIRE = 8;

const game = (options: Record<string, unknown> = {}): Game =>
  make<Uint8Array, number>(level.id, options);
const rulesOf = (size: Size): typeof FULL => (size === 'full' ? FULL : SMALL);

/** Without a time limit around it. */
const endless = (options: Record<string, unknown> = {}): LevelEnv => new LevelEnv(level, options);

/** From which the episode's layout was drawn. */
function layoutSeedOf(env: LevelEnv): number {
  const { value } = decodeState(env.saveState(), `${level.id}/2`);
  return (value as { level: { layoutSeed: number } }).level.layoutSeed; // as LevelEnv writes it
}

const layoutOf = (env: LevelEnv, size: Size): LasertagLayout =>
  drawLayout(layoutSeedOf(env), rulesOf(size));

describe('layout, against the figures of lasertag_three_opponents_small', () => {
  const layouts = Array.from({ length: 60 }, (_, seed) => drawLayout(seed, FULL));

  test('11 by 11 cells, up to 3 rooms of 3 spawns each', () => {
    const rooms = layouts.map(({ world }) => world.maze.rooms.length);
    expect(rooms.every((count) => count >= 1 && count <= 3)).toBe(true);
    expect(rooms).toContain(3);
    for (const { world, spawns } of layouts) {
      expect([world.maze.columns, world.maze.rows]).toEqual([11, 11]);
      expect(spawns.length).toBe(3 * world.maze.rooms.length);
    }
  });

  test('one weapon, one of three, and two supplies, each in an open cell of its own', () => {
    for (const { world, spawns } of layouts) {
      const { cells, count } = world.supplies;
      expect(count).toBe(3);
      expect(new Set([...cells, ...spawns]).size).toBe(3 + spawns.length);
      for (const cell of cells) expect(world.cells).toContain(cell);
    }
    expect(new Set(layouts.map(({ world }) => world.found))).toEqual(new Set([1, 2, 3]));
  });

  test('hues of the bots and floor plans differ between episodes', () => {
    expect(new Set(layouts.map(({ hue }) => hue)).size).toBeGreaterThan(15);
    const plans = layouts.map(({ world }) => world.maze.open.map(Number).join(''));
    expect(new Set(plans).size).toBe(60);
  });

  test('240 s against three bots', () => {
    expect(level.sizes.full).toEqual({ width: 96, height: 72, episodeSeconds: 240 });
    const info = game().reset({ seed: 1 })[1] as unknown as GameInfo;
    expect(info).toMatchObject({ health: 125, rounds: 100, weapon: 'rapid', inPlay: true });
    expect(info.botHealth).toEqual([125, 125, 125]);
  });
});

test.each(SIZES)('%s: the layout stays over all respawns of an episode', (size) => {
  const env = endless({ size });
  const [, info] = env.reset({ seed: 5 });
  const layoutSeed = layoutSeedOf(env);
  const { spawns, world } = layoutOf(env, size);
  const actions = new Random(4);
  let last = info;
  for (let step = 0; step < 400; step++) {
    const before = last as unknown as GameInfo;
    last = env.step(actions.integer(9))[4];
    const after = last as unknown as GameInfo;
    if (!before.inPlay && after.inPlay) {
      const cell = Math.floor(after.y / 100) * world.maze.columns + Math.floor(after.x / 100);
      expect(spawns).toContain(cell);
    }
  }
  expect(layoutSeedOf(env)).toBe(layoutSeed);
  env.reset();
  expect(layoutSeedOf(env)).not.toBe(layoutSeed);
});

test('the player is shot at, tagged, and plays on', () => {
  const env = game();
  env.reset({ seed: 2 });
  let [returned, pauses] = [0, 0];
  let info = {} as GameInfo;
  for (let step = 0; step < 1500; step++) {
    const [, reward, , , next] = env.step(4); // turns on the spot and never fires
    pauses += info.inPlay && !next.inPlay ? 1 : 0;
    info = next as unknown as GameInfo;
    returned += reward;
  }
  expect(info.tagged).toBeGreaterThan(2);
  expect([returned, pauses]).toEqual([0, info.tagged]);
});

test('firing changes the picture: flash, tracer, rounds', () => {
  const [firing, idle] = [game(), game()];
  firing.reset({ seed: 3 });
  idle.reset({ seed: 3 });
  const [seen] = firing.step(FIRE);
  const other = idle.step(4)[0].slice();
  expect(Buffer.compare(seen, other)).not.toBe(0);
  // The flash at the gadget's end: row 53, column 60 of 96 · 72.
  const flash = seen.subarray((53 * 96 + 60) * 3, (53 * 96 + 60) * 3 + 3);
  expect([...flash]).toEqual([255, 244, 180]);
});

/** Plays from a seed with the scripted player. @returns tags less self-tags, and how often it was tagged. */
function playScripted(
  env: LevelEnv,
  { size, seed, steps }: { size: Size; seed: number; steps: number },
): { score: number; tagged: number } {
  let info = env.reset({ seed })[1] as unknown as GameInfo;
  const layout = layoutOf(env, size);
  let score = 0;
  for (let step = 0; step < steps; step++) {
    const result = env.step(chooseAction(info, layout));
    score += result[1];
    info = result[4] as unknown as GameInfo;
  }
  expect(score).toBe(info.tags - info.selfTags);
  return { score, tagged: info.tagged };
}

const NO_PICTURE = { width: 8, height: 8 };

// People reach 18.55 in the original (DMLab-30); random actions about 0.
test.each([
  ['full', 18.55],
  ['small', 10],
] as const)('%s: a scripted player that knows the maze scores above %d', (size, least) => {
  const env = endless({ size, ...NO_PICTURE });
  const steps = level.sizes[size].episodeSeconds * 15;
  const scores = [0, 1, 2].map((seed) => playScripted(env, { size, seed, steps }).score);
  expect(scores.reduce((sum, score) => sum + score) / 3).toBeGreaterThan(least);
});

test('bots of less skill are tagged more often and tag the player less often', () => {
  const [weak, strong] = [1, 5].map((skill) => {
    const options = { size: 'full', seed: 1, steps: 2000 } as const;
    return playScripted(new LevelEnv(level, { ...NO_PICTURE, skill }), options);
  });
  expect(weak!.score).toBeGreaterThan(1.3 * strong!.score);
  expect(weak!.tagged).toBeLessThan(strong!.tagged);
});

test('the skill is an option of this level alone, from 1 to 5, and belongs to its state', () => {
  expect(() => game({ skill: 6 })).toThrow(
    `${level.id}: option 'skill' must be a number from 1 to 5, got 6.`,
  );
  expect(() => make('RlTools/SeekAvoidArena-v0', { skill: 2 })).toThrow("no option 'skill'");
  const easy = endless({ ...NO_PICTURE, skill: 2 });
  easy.reset({ seed: 1 });
  const other = endless({ ...NO_PICTURE, skill: 3 });
  other.reset({ seed: 1 });
  expect(() => other.loadState(easy.saveState())).toThrow(StateError);
  expect(endless({ ...NO_PICTURE, skill: 2 }).loadState(easy.saveState())).toHaveLength(8 * 8 * 3);
});

describe('state', () => {
  /** Plays on with random actions, firing often. @returns a digest of all that was seen and told. */
  const play = (env: Game | LevelEnv, { seed, steps }: { seed: number; steps: number }): string => {
    const actions = new Random(seed);
    const digest = createHash('sha256');
    for (let i = 0; i < steps; i++) {
      const action = actions.integer(3) === 0 ? FIRE : actions.integer(ACTIONS.length);
      const [observation, reward, , truncated, info] = env.step(action);
      digest.update(observation).update(JSON.stringify([reward, info]));
      if (truncated) digest.update(env.reset()[0]);
    }
    return digest.digest('hex');
  };

  // Moments of many kinds: shots and blasts in the air, the player out of play, supplies taken.
  test.each([40, 90, 133, 200, 330])(
    'full: loaded after %i steps it goes on bit for bit',
    (steps) => {
      const [env, other] = [game(), game()];
      env.reset({ seed: steps });
      other.reset({ seed: 99 });
      play(env, { seed: 1, steps });
      const view = play(other, { seed: 3, steps: 5 });
      const state = env.saveState!();
      other.loadState!(state);
      const future = play(env, { seed: 2, steps: 150 });
      expect(future).not.toBe(view);
      expect(play(other, { seed: 2, steps: 150 })).toBe(future);
      other.loadState!(state); // loading does not use the bytes up
      expect(play(other, { seed: 2, steps: 150 })).toBe(future);
    },
  );

  test('small: a loaded game goes on into the next episodes', () => {
    const [env, other] = [game({ size: 'small' }), game({ size: 'small' })];
    env.reset({ seed: 1 });
    other.reset({ seed: 2 });
    play(env, { seed: 1, steps: 400 });
    other.loadState!(env.saveState!());
    expect(play(other, { seed: 2, steps: 600 })).toBe(play(env, { seed: 2, steps: 600 }));
  });

  test('rockets in flight are part of it', () => {
    const seed = Array.from({ length: 40 }, (_, i) => i).find(
      (candidate) => drawLayout(candidate, FULL).world.found === 1,
    )!;
    const env = endless();
    env.reset({ seed: 0 });
    const text = Buffer.from(env.saveState()).toString('latin1');
    expect(text).toMatch(/"layoutSeed":\d+/);
    expect(text).toContain('"rockets":[]');
    const inFlight = damage(text, [
      [/"layoutSeed":\d+/, `"layoutSeed":${seed}`],
      [
        '"rockets":[]',
        '"rockets":[{"slot":2,"owner":1,"x":5,"y":5,"z":50,"dx":1,"dy":0,"slope":0}]',
      ],
    ]);
    env.loadState(inFlight);
    expect(Buffer.from(env.saveState()).toString('latin1')).toContain('"slot":2,"owner":1');
  });

  test('damaged contents are refused and change nothing', () => {
    const env = endless({ size: 'small' });
    env.reset({ seed: 1 });
    play(env, { seed: 1, steps: 60 });
    const state = env.saveState();
    const text = Buffer.from(state).toString('latin1');
    const changes: readonly (readonly [RegExp | string, string])[] = [
      [/"layoutSeed":\d+/, '"layoutSeed":-1'],
      ['"ticks":', '"tocks":'],
      ['"fallen":{"x"', '"fallen":{"q"'],
      ['"chance":[', '"chance":[1,'],
      [/"awayTicks":\d+/, '"awayTicks":-1'],
      ['"hitBy":', '"hitFrom":'],
      [/"hitBy":\d/, '"hitBy":5'],
      ['"goal":', '"goal":9'],
      ['"minds":[{', '"minds":[{"more":1,'],
      ['"supplies":[', '"supplies":[0,'],
      [/"next":\d+/, '"next":192'],
      ['"rockets":[', '"rockets":[{"slot":99}'],
    ];
    for (const change of changes) {
      expect(text).toMatch(change[0]);
      expect(() => env.loadState(damage(text, [change]))).toThrow(StateError);
    }
    expect(Buffer.compare(env.saveState(), state)).toBe(0);
  });

  /** Changes a saved state's text and the length that goes before it. */
  function damage(text: string, changes: readonly (readonly [RegExp | string, string])[]): Buffer {
    const changed = changes.reduce((sum, [from, to]) => sum.replace(from, to), text.slice(8));
    const bytes = Buffer.from(text.slice(0, 8) + changed, 'latin1');
    bytes.writeUInt32LE(bytes.length - 8, 0);
    return bytes;
  }
});

test('steps leave nothing behind on the heap', () => {
  const env = game({ width: 32, height: 24, episodeSeconds: 3600 });
  env.reset({ seed: 3 });
  const actions = new Random(1);
  const play = (steps: number): number => {
    for (let i = 0; i < steps; i++) env.step(actions.integer(9));
    return heapInUse();
  };
  const warm = play(4000);
  expect(play(8000) - warm).toBeLessThan(300_000); // 40 bytes a step; one small object has more
});

/**
 * The program's own values: they pin down that every machine and Node version draws and plays the same
 * bytes, and that a change of either is meant.
 */
test.each([
  ['full', '27d6189efa0f366b8506e8e7fee97f0a93cd3a09da9850c990b2e7ca42ce5c9c'],
  ['small', '46187129d93df84780c73cf7a374a2117fbb8e5f22baf1cbc69a41d5d9677f7c'],
] as const)('%s is the same bytes everywhere', (size, hash) => {
  const env = game({ size });
  const actions = new Random(2018);
  const sum = createHash('sha256').update(env.reset({ seed: 1807 })[0]);
  for (let step = 0; step < 700; step++) {
    const [observation, reward, , truncated] = env.step(actions.integer(9));
    sum.update(observation).update(String(reward));
    if (truncated) sum.update(env.reset()[0]);
  }
  expect(sum.digest('hex')).toBe(hash);
});
