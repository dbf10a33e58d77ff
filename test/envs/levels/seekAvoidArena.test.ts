import { describe, expect, test } from 'vitest';
import { Random, StateError, make, type Wrapper } from '../../../envs/src/index.js';
import { REACH, createBody, type Billboard } from '../../../envs/engine/index.js';
import { ACTIONS, registerLevels, seekAvoidArena, type Level } from '../../../envs/levels/index.js';
import { FULL_LAYOUT, SMALL_LAYOUT } from '../../../envs/levels/seekAvoidLayouts.js';
import { playOn } from './playOn.js';

registerLevels();

type Size = 'full' | 'small';
type Arena = Wrapper<Uint8Array, number>;

const ID = seekAvoidArena.id;
const arena = (options: Record<string, unknown> = {}): Arena =>
  make<Uint8Array, number>(ID, options);

/** A level in its first tick. */
function begin(size: Size, seed = 1): Level {
  const level = seekAvoidArena.build(size);
  level.startEpisode(new Random(seed));
  return level;
}

/** Puts the player on an item and applies the rules. */
function visit(level: Level, { x, y }: Pick<Billboard, 'x' | 'y'>): number {
  Object.assign(level.player, { x, y, velocityX: 50, velocityY: -20 });
  return level.afterTick(ACTIONS[0]!);
}

/** The items of a scene: apples come first. */
const apples = (size: Size, { scene }: Level): readonly Billboard[] =>
  scene.billboards.slice(0, size === 'full' ? 15 : 6);
const lemons = (size: Size, { scene }: Level): readonly Billboard[] =>
  scene.billboards.slice(size === 'full' ? 15 : 6);

describe('layout, against the figures of seekavoid_arena_01', () => {
  test('15 apples and 8 lemons within the field, start at (192, −128)', () => {
    expect([FULL_LAYOUT.apples.length, FULL_LAYOUT.lemons.length]).toEqual([15, 8]);
    expect(FULL_LAYOUT.start).toEqual([192, -128]);
    for (const [x, y] of [...FULL_LAYOUT.apples, ...FULL_LAYOUT.lemons]) {
      expect([x >= -120 && x <= 480, y >= -440 && y <= 176]).toEqual([true, true]);
    }
  });

  test('walls span x −576 … 1024, y −768 … 568', () => {
    const { walls } = seekAvoidArena.build('full').scene;
    expect(Math.min(...walls.map(({ x1 }) => x1))).toBe(-576);
    expect(Math.max(...walls.map(({ x1 }) => x1))).toBe(1024);
    expect(Math.min(...walls.map(({ y1 }) => y1))).toBe(-768);
    expect(Math.max(...walls.map(({ y1 }) => y1))).toBe(568);
  });

  test.each([FULL_LAYOUT, SMALL_LAYOUT])(
    'every item can be taken alone, none from the start',
    (layout) => {
      const items = [...layout.apples, ...layout.lemons];
      items.forEach(([x, y], i) => {
        expect(Math.hypot(x - layout.start[0], y - layout.start[1])).toBeGreaterThan(2 * REACH);
        for (const [otherX, otherY] of items.slice(i + 1)) {
          expect(Math.hypot(x - otherX, y - otherY)).toBeGreaterThan(2 * REACH);
        }
      });
    },
  );

  test('textures and walls are not made anew for each environment', () => {
    const [first, second] = [seekAvoidArena.build('full'), seekAvoidArena.build('full')];
    expect(second.scene.sky).toBe(first.scene.sky);
    expect(second.scene.billboards[0]).not.toBe(first.scene.billboards[0]);
  });
});

describe.each(['full', 'small'] as const)('rules, %s', (size) => {
  test('an apple gives +1 and a lemon −1, once', () => {
    const level = begin(size);
    const [apple, lemon] = [apples(size, level)[0]!, lemons(size, level)[0]!];
    expect(visit(level, apple)).toBe(1);
    expect(visit(level, apple)).toBe(0);
    expect(visit(level, lemon)).toBe(-1);
    expect(visit(level, lemon)).toBe(0);
  });

  test('after the last apple the arena starts over, lemons included', () => {
    const level = begin(size);
    const { x, y, heading } = level.player;
    const lemon = lemons(size, level)[0]!;
    visit(level, lemon);
    level.player.heading = 1;
    const rewards = apples(size, level).map((apple) => {
      expect(level.info()).toMatchObject({ restarts: 0 });
      return visit(level, apple);
    });
    expect(rewards.every((reward) => reward === 1)).toBe(true);
    expect(level.player).toEqual({ ...createBody(), x, y, heading });
    expect(level.info()).toEqual({
      applesLeft: size === 'full' ? 15 : 6,
      lemonsLeft: size === 'full' ? 8 : 3,
      restarts: 1,
    });
    expect(visit(level, lemon)).toBe(-1);
  });

  test('eating all lemons restarts nothing', () => {
    const level = begin(size);
    const rewards = lemons(size, level).map((lemon) => visit(level, lemon));
    expect(rewards.reduce((sum, reward) => sum + reward)).toBe(size === 'full' ? -8 : -3);
    expect(level.info()).toMatchObject({ lemonsLeft: 0, restarts: 0 });
  });

  test('only the heading at the start depends on the seed', () => {
    const headings = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const { player } = begin(size, seed);
      const [x, y] = size === 'full' ? [192, -128] : [0, 0];
      expect(player).toEqual({ ...createBody(), x, y, heading: player.heading });
      headings.add(player.heading);
    }
    expect(headings.size).toBeGreaterThan(15);
  });
});

describe('actions', () => {
  const step = (action: number, { steps = 1 } = {}) => {
    const env = arena();
    const before = env.reset({ seed: 5 })[1];
    let info = before;
    for (let i = 0; i < steps; i++) info = env.step(action)[4];
    const heading = ((before.headingDegrees as number) * Math.PI) / 180;
    const dx = (info.x as number) - (before.x as number);
    const dy = (info.y as number) - (before.y as number);
    return {
      turned: (info.headingDegrees as number) - (before.headingDegrees as number),
      ahead: dx * Math.cos(heading) + dy * Math.sin(heading),
      right: dx * Math.sin(heading) - dy * Math.cos(heading),
    };
  };
  // Ground covered in the first four ticks: (53.33 + 96.67 + 140 + 179.33) / 60 = 7.8222 units.
  const FIRST_STEP = 7.8222;

  test.each([
    [0, FIRST_STEP, 0, 0],
    [1, -FIRST_STEP, 0, 0],
    [2, 0, -FIRST_STEP, 0],
    [3, 0, FIRST_STEP, 0],
    [4, 0, 0, 8.4],
    [5, 0, 0, -8.4],
    [8, 0, 0, 0],
  ])('action %i: %f ahead, %f to the right, %f° to the left', (action, ahead, right, turned) => {
    const moved = step(action);
    expect(moved.ahead).toBeCloseTo(ahead, 3);
    expect(moved.right).toBeCloseTo(right, 3);
    expect(moved.turned).toBeCloseTo(turned, 9);
  });

  test.each([
    [6, 8.4],
    [7, -8.4],
  ])('action %i moves ahead and turns by %f°', (action, turned) => {
    const moved = step(action);
    expect(moved.turned).toBeCloseTo(turned, 9);
    expect(moved.ahead).toBeGreaterThan(0.98 * FIRST_STEP); // a little is lost to the bend
    expect(moved.right * turned).toBeLessThan(0);
  });

  test('looks add up exactly: after 300 steps to the left, 300 · 8.4° = 7 turns', () => {
    const env = arena();
    const start = env.reset({ seed: 5 })[1].headingDegrees;
    let last = start;
    for (let i = 0; i < 300; i++) last = env.step(4)[4].headingDegrees;
    expect(last).toBe(start);
  });

  test('four single ticks are one step of four: same place, reward and picture', () => {
    const [repeated, single] = [arena(), arena({ actionRepeat: 1 })];
    repeated.reset({ seed: 8 });
    single.reset({ seed: 8 });
    const actions = new Random(8);
    for (let i = 0; i < 300; i++) {
      const action = actions.integer(9);
      const [observation, reward, , , info] = repeated.step(action);
      const ticks = [0, 1, 2, 3].map(() => single.step(action));
      expect(Buffer.compare(ticks[3]![0], observation)).toBe(0); // toEqual takes 20 ms for each
      expect(ticks[3]![4]).toEqual(info);
      expect(ticks.reduce((sum, tick) => sum + tick[1], 0)).toBe(reward);
    }
  });
});

test.each(['full', 'small'] as const)('%s: 10,000 random steps stay within the walls', (size) => {
  const env = arena({ size, width: 8, height: 8 });
  const { walls } = seekAvoidArena.build(size).scene;
  const xs = walls.map(({ x1 }) => x1);
  const ys = walls.map(({ y1 }) => y1);
  const [west, east, south, north] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const actions = new Random(9);
  env.reset({ seed: 0 });
  for (let i = 0; i < 10_000; i++) {
    // Long runs of one action reach the walls, which a random walk hardly does.
    const action = i % 40 < 30 ? 0 : actions.integer(9);
    const [, , , truncated, info] = env.step(action);
    const { x, y } = info as { x: number; y: number };
    expect(x >= west + 14.98 && x <= east - 14.98 && y >= south + 14.98 && y <= north - 14.98).toBe(
      true,
    );
    if (truncated) env.reset();
  }
});

describe('state', () => {
  const play = (env: Arena, how: { seed: number; steps: number }) =>
    playOn(env, { ...how, actions: 9 });

  test('a loaded environment goes on byte for byte, into the next episodes too', () => {
    const [env, other] = [arena({ size: 'small' }), arena({ size: 'small' })];
    env.reset({ seed: 11 });
    const { last } = play(env, { seed: 1, steps: 100 });
    other.reset({ seed: 99 });
    const before = play(other, { seed: 3, steps: 20 });
    expect(Buffer.compare(before.last, last)).not.toBe(0);
    const state = env.saveState!();
    expect(Buffer.compare(other.loadState!(state), last)).toBe(0);
    const future = play(env, { seed: 2, steps: 400 });
    expect(play(other, { seed: 2, steps: 400 })).toEqual(future);
    // And once more from the same bytes: loading does not use them up.
    other.loadState!(state);
    expect(play(other, { seed: 2, steps: 400 })).toEqual(future);
  });

  test('a state of other options or another version is refused with the reason', () => {
    const env = arena({ size: 'small' });
    env.reset({ seed: 1 });
    const full = arena();
    full.reset({ seed: 1 });
    expect(() => full.loadState!(env.saveState!())).toThrow(StateError);
    expect(() => full.loadState!(env.saveState!())).toThrow(/"size":"full".*got.*"size":"small"/);
  });

  test('damaged contents are refused and change nothing', () => {
    const env = arena({ size: 'small' });
    env.reset({ seed: 1 });
    const state = env.saveState!();
    const text = Buffer.from(state).toString('latin1');
    for (const [from, to] of [
      ['"x":0', '"q":0'],
      ['"heading":', '"heading":-'],
      ['"startHeading":', '"startHeading":-'],
      ['[true,', '[null,'],
      ['"random":[', '"random":{"a":['],
    ] as const) {
      expect(text).toContain(from);
      const damaged = Buffer.from(text.replace(from, to), 'latin1');
      expect(() => env.loadState!(damaged)).toThrow(StateError);
    }
    expect(env.saveState!()).toEqual(state);
  });
});

/**
 * Walks towards the densest red in the picture and away from yellow, by colour alone. What it earns
 * shows that apples and lemons can be told apart and found by eye.
 */
function steerByColour(observation: Uint8Array, width: number): number {
  const column = new Float64Array(width);
  for (let at = 0; at < observation.length; at += 3) {
    const red = observation[at]!;
    const green = observation[at + 1]!;
    const blue = observation[at + 2]!;
    const isRed = red > 90 && green < 0.35 * red && blue < 0.35 * red;
    const isYellow = red > 120 && green > 0.7 * red && blue < 0.4 * red;
    column[(at / 3) % width]! += isRed ? 1 : isYellow ? -1 : 0;
  }
  const reach = Math.round(width / 12);
  const density = column.map((_, x) =>
    column.subarray(Math.max(0, x - reach), x + reach + 1).reduce((sum, value) => sum + value, 0),
  );
  const best = density.reduce((best, value, x) => (value > density[best]! ? x : best), 0);
  const side = (2 * best) / width - 1;
  if (density[best]! <= 0) return 4;
  return side < -0.15 ? 6 : side > 0.15 ? 7 : 0;
}

test.each([
  // Mean returns over 100 episodes of uniformly random actions: 0.95 (full) and 0.41 (small).
  ['full', 8],
  ['small', 3],
] as const)('%s: steering by colour alone earns far more than chance', (size, least) => {
  const env = arena({ size });
  const { width } = seekAvoidArena.sizes[size];
  let total = 0;
  for (let seed = 0; seed < 10; seed++) {
    let [observation] = env.reset({ seed });
    for (let truncated = false; !truncated;) {
      const result = env.step(steerByColour(observation, width));
      total += result[1];
      [observation, truncated] = [result[0], result[3]];
    }
  }
  expect(total / 10).toBeGreaterThan(least);
});
