import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Random, StateError, make, type Info, type Wrapper } from '../../../envs/src/index.js';
import { HEADINGS_PER_DEGREE, Renderer, headingOf, type Slab } from '../../../envs/engine/index.js';
import { ACTIONS, registerLevels, roomsWatermaze, type Level } from '../../../envs/levels/index.js';
import { heapInUse } from './heap.js';

registerLevels();

type Size = 'full' | 'small';
type Pool = Wrapper<Uint8Array, number>;

const ID = roomsWatermaze.id;
const SIZES: readonly Size[] = ['full', 'small'];
const pool = (options: Record<string, unknown> = {}): Pool => make(ID, options);

/** A level in its first tick. */
function begin(size: Size = 'full', seed = 1): Level {
  const level = roomsWatermaze.build(size);
  level.startEpisode(new Random(seed));
  return level;
}

interface Facts {
  readonly z: number;
  readonly platformX: number;
  readonly platformY: number;
  readonly onPlatform: boolean;
  readonly finds: number;
  readonly start: number;
}

const facts = (level: Level): Facts => level.info() as unknown as Facts;
const slab = ({ scene }: Level): Slab => scene.slabs![0]!;
const tick = (level: Level): number => level.afterTick(ACTIONS[0]!);

/** Puts the player so far from the platform's middle and applies the rules of one tick. */
function touch(level: Level, [dx, dy]: readonly [number, number]): number {
  const { platformX, platformY } = facts(level);
  Object.assign(level.player, { x: platformX + dx, y: platformY + dy, velocityX: 90 });
  return tick(level);
}

describe('layout, against the figures of rooms_watermaze', () => {
  test('16 walls, 760 from the middle and 192 high, closed all around', () => {
    const { walls, ceiling } = begin().scene;
    expect(walls).toHaveLength(16);
    walls.forEach(({ x1, y1, x2, y2, bottom, top }, i) => {
      const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
      expect(Math.hypot(x, y)).toBeCloseTo(760, 6);
      // A regular polygon: side 2 · 760 · tan(180°/16), each corner the next wall's first.
      expect(Math.hypot(x2 - x1, y2 - y1)).toBeCloseTo(302.3468, 3);
      expect([walls[(i + 1) % 16]!.x1, walls[(i + 1) % 16]!.y1]).toEqual([x2, y2]);
      expect([bottom, top]).toEqual([0, 192]);
    });
    expect(ceiling!.height).toBe(192);
  });

  test.each(SIZES)('%s: eight different pictures at the compass points, on the walls', (size) => {
    const panels = begin(size).scene.panels!;
    expect(panels).toHaveLength(8);
    expect(new Set(panels.map(({ texture }) => texture)).size).toBe(8);
    panels.forEach(({ x1, y1, x2, y2, bottom, top }, i) => {
      const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
      const angle = (i * Math.PI) / 4;
      const wall = size === 'full' ? 760 : 300;
      expect(x).toBeCloseTo((wall - 2) * Math.cos(angle), 6);
      expect(y).toBeCloseTo((wall - 2) * Math.sin(angle), 6);
      // From the left end to the right, seen from the middle: clockwise.
      expect(x1 * y2 - y1 * x2).toBeLessThan(0);
      expect([top - bottom, top <= 192, bottom >= 0]).toEqual([128, true, true]);
    });
  });

  test('the platform is an octagon of half-width 64', () => {
    const level = begin();
    const { platformX, platformY } = facts(level);
    expect(slab(level).sides).toHaveLength(8);
    slab(level).sides.forEach(({ x1, y1, x2, y2 }, i) => {
      const angle = (i * Math.PI) / 4 + Math.PI / 4;
      expect((x1 + x2) / 2 - platformX).toBeCloseTo(64 * Math.cos(angle), 6);
      expect((y1 + y2) / 2 - platformY).toBeCloseTo(64 * Math.sin(angle), 6);
    });
  });

  test.each([
    ['full', 580],
    ['small', 160],
  ] as const)('%s: its place is even over a disc of %i units', (size, reach) => {
    let [inner, east, north] = [0, 0, 0];
    const level = roomsWatermaze.build(size);
    for (let seed = 0; seed < 2000; seed++) {
      level.startEpisode(new Random(seed));
      const { platformX, platformY } = facts(level);
      const distance = Math.hypot(platformX, platformY);
      expect(distance).toBeLessThanOrEqual(reach + 1e-9);
      inner += distance < reach * Math.SQRT1_2 ? 1 : 0; // half of the area
      east += platformX > 0 ? 1 : 0;
      north += platformY > 0 ? 1 : 0;
    }
    // Binomial, n = 2000, p = 1/2: standard deviation 22; four of them.
    for (const count of [inner, east, north]) expect(Math.abs(count - 1000)).toBeLessThan(90);
  });

  test.each([
    ['full', 712],
    ['small', 256],
  ] as const)('%s: eight starts %i from the middle, facing it within 10°', (size, distance) => {
    const level = roomsWatermaze.build(size);
    const starts = new Set<number>();
    const turns: number[] = [];
    for (let seed = 0; seed < 200; seed++) {
      level.startEpisode(new Random(seed));
      const { x, y, z, heading, velocityX, velocityY } = level.player;
      const angle = (facts(level).start * Math.PI) / 4;
      expect(x).toBeCloseTo(distance * Math.cos(angle), 6);
      expect(y).toBeCloseTo(distance * Math.sin(angle), 6);
      expect([z, velocityX, velocityY, facts(level).onPlatform]).toEqual([0, 0, 0, false]);
      starts.add(facts(level).start);
      const inwards = (facts(level).start * 45 + 180) % 360;
      const turned = ((heading / HEADINGS_PER_DEGREE - inwards + 540) % 360) - 180;
      turns.push(turned);
    }
    expect([...starts].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(Math.max(...turns)).toBeLessThanOrEqual(10 + 1e-9);
    expect(Math.min(...turns)).toBeGreaterThanOrEqual(-10 - 1e-9);
    expect(Math.max(...turns)).toBeGreaterThan(8);
    expect(Math.min(...turns)).toBeLessThan(-8);
  });

  test('no start touches the platform, wherever it lies', () => {
    for (const size of SIZES) {
      const level = roomsWatermaze.build(size);
      for (let seed = 0; seed < 300; seed++) {
        level.startEpisode(new Random(seed));
        tick(level);
        expect(facts(level).onPlatform).toBe(false);
      }
    }
  });

  test('walls and pictures are shared by all, platforms are not', () => {
    const [first, second] = [begin(), begin()];
    expect(second.scene.walls).toBe(first.scene.walls);
    expect(second.scene.panels).toBe(first.scene.panels);
    expect(slab(second)).not.toBe(slab(first));
  });
});

describe.each(SIZES)('rules, %s', (size) => {
  test.each([
    [78.9, 0, true],
    [79.1, 0, false],
    [0, -78.9, true],
    [0, -79.1, false],
    // Towards a diagonal side: 79 · cos 45° = 55.86 along either axis.
    [-55.8, 55.8, true],
    [-55.9, 55.9, false],
    [5, 5, true],
  ])('the body, 15 wide, at (%f, %f) from its middle touches it: %s', (dx, dy, touched) => {
    const level = begin(size);
    touch(level, [dx, dy]);
    expect(facts(level).onPlatform).toBe(touched);
  });

  test('five rewards of 1, the sixth trigger restarts', () => {
    const level = begin(size);
    // 15 ticks up; then each time 12 + 1 back, 1 to be touched, 15 up, twice (off, on): 58.
    const events: [number, number][] = [];
    for (let now = 0; facts(level).finds === 0; now++) {
      const reward = now === 0 ? touch(level, [70, 0]) : tick(level);
      if (reward !== 0) events.push([now, reward]);
      if (facts(level).finds > 0) expect(now).toBe(305);
    }
    expect(events).toEqual([
      [15, 1],
      [73, 1],
      [131, 1],
      [189, 1],
      [247, 1],
    ]);
  });

  test('it rises 50 ms after contact at 700 units a second, to 94, and lifts the player', () => {
    const level = begin(size);
    expect(slab(level).visible).toBe(false);
    touch(level, [70, 0]);
    const tops: number[] = [];
    for (let now = 1; now <= 14; now++) {
      tick(level);
      tops.push(slab(level).lid.height);
      expect(level.player.z).toBe(Math.max(0, slab(level).lid.height));
      expect(slab(level).visible).toBe(slab(level).lid.height > 0);
    }
    // From −2 at tick 3 on by 35/3 a tick.
    const expected = [-2, -2, -2, 9.6667, 21.3333, 33, 44.6667, 56.3333, 68, 79.6667, 91.3333, 94];
    expected.forEach((top, i) => {
      expect(tops[i]).toBeCloseTo(top, 3);
    });
    expect(tops.slice(12)).toEqual([94, 94]);
    expect(slab(level).sides.every(({ top, bottom }) => top === 94 && bottom === 0)).toBe(true);
  });

  test('it holds the player in its middle, who may look around', () => {
    const level = begin(size);
    touch(level, [-60, 20]);
    const { platformX, platformY } = facts(level);
    for (let now = 0; now < 60; now++) {
      Object.assign(level.player, { x: 0, y: 3, velocityX: 300, heading: now });
      tick(level);
      const { x, y, velocityX, velocityY, heading } = level.player;
      expect([x, y, velocityX, velocityY, heading]).toEqual([platformX, platformY, 0, 0, now]);
    }
  });

  test('after it the player is at another start, on the floor; the platform lies where it lay', () => {
    const level = begin(size);
    const { platformX, platformY } = facts(level);
    const seen = new Set([facts(level).start]);
    for (let find = 1; find <= 40; find++) {
      const before = facts(level).start;
      touch(level, [0, 0]);
      for (let now = 0; now < 305; now++) tick(level);
      const after = facts(level);
      expect(after).toEqual({
        ...{ z: 0, platformX, platformY, onPlatform: false, finds: find, start: after.start },
      });
      expect(after.start).not.toBe(before);
      const distance = size === 'full' ? 712 : 256;
      expect(Math.hypot(level.player.x, level.player.y)).toBeCloseTo(distance, 6);
      expect(slab(level).visible).toBe(false);
      seen.add(after.start);
    }
    expect(seen.size).toBe(8);
  });

  test('the place of the platform differs between seeds, not between equal ones', () => {
    const places = [1, 2, 3, 4, 5, 1].map((seed) => {
      const { platformX, platformY } = facts(begin(size, seed));
      return `${platformX} ${platformY}`;
    });
    expect(new Set(places).size).toBe(5);
    expect(places[5]).toBe(places[0]);
  });

  test('nothing happens elsewhere', () => {
    const level = begin(size);
    for (let now = 0; now < 500; now++) expect(touch(level, [80, 0])).toBe(0);
    expect(facts(level)).toMatchObject({ finds: 0, onPlatform: false, z: 0 });
  });
});

test('the eye rises with the platform', () => {
  const level = begin('full', 1);
  touch(level, [70, 0]);
  for (let now = 0; now < 30; now++) tick(level);
  const { platformX: x, platformY: y } = facts(level);
  const env = pool();
  env.reset({ seed: 1 });
  const { observation, heading } = walk(env, facts(level));
  // 50 above the feet, which are 94 above the floor.
  const camera = { x, y, eyeHeight: 144, heading, pitch: 0 };
  const expected = new Renderer({ width: 96, height: 72 }).draw(level.scene, camera);
  expect(Buffer.compare(observation, expected)).toBe(0);
});

/** Where a walker is, as `info` tells it. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly headingDegrees: number;
}

/** The action that leads from a place to another: turns on the way where the way is nearly right. */
function towards({ x, y, headingDegrees }: Place, [toX, toY]: readonly [number, number]): number {
  const wanted = headingOf(toX - x, toY - y) / HEADINGS_PER_DEGREE; // alike on every machine
  const left = ((wanted - headingDegrees + 540) % 360) - 180;
  if (Math.abs(left) <= 4.2) return 0;
  const bend = Math.abs(left) < 45;
  return left > 0 ? (bend ? 6 : 4) : bend ? 7 : 5;
}

/** Walks onto the platform and stays until it is up. @returns what is seen from there. */
function walk(env: Pool, { platformX, platformY }: Facts) {
  let [observation, , , , info] = env.step(8);
  while (info.z !== 94) {
    const action = towards(info as unknown as Place, [platformX, platformY]);
    [observation, , , , info] = env.step(info.onPlatform === true ? 8 : action);
  }
  const heading = Math.round((info.headingDegrees as number) * HEADINGS_PER_DEGREE);
  return { observation, heading };
}

describe('state', () => {
  /** Plays on with random actions. @returns all that was seen and earned, in one digest. */
  const play = (env: Pool, { seed, steps }: { seed: number; steps: number }): string => {
    const actions = new Random(seed);
    const digest = createHash('sha256');
    for (let i = 0; i < steps; i++) {
      const [observation, reward, , truncated, info] = env.step(actions.integer(9));
      digest.update(observation).update(JSON.stringify([reward, info]));
      if (truncated) digest.update(env.reset()[0]);
    }
    return digest.digest('hex');
  };

  /** Steps straight to the platform and, once there, so many more. */
  const find = (env: Pool, { seed, steps }: { seed: number; steps: number }): Uint8Array => {
    let [observation, info] = env.reset({ seed });
    for (let held = 0; held < steps;) {
      const { platformX, platformY } = info as unknown as Facts;
      const action = towards(info as unknown as Place, [platformX, platformY]);
      const result = env.step(info.onPlatform === true ? 4 : action);
      [observation, info] = [result[0], result[4]];
      held += info.onPlatform === true || held > 0 ? 1 : 0;
    }
    return observation;
  };

  test.each([
    ['on contact', 1],
    ['while it rises', 2],
    ['held on top', 40],
    ['after the restart', 90],
  ])('a loaded environment goes on byte for byte, saved %s', (_, steps) => {
    const [env, other] = [pool({ size: 'small' }), pool({ size: 'small' })];
    const seen = Buffer.from(find(env, { seed: 11, steps }));
    other.reset({ seed: 99 });
    const state = env.saveState!();
    expect(Buffer.compare(other.loadState!(state), seen)).toBe(0);
    const future = play(env, { seed: 2, steps: 900 });
    expect(play(other, { seed: 2, steps: 900 })).toBe(future);
    // And once more from the same bytes, in an environment that was never reset.
    const unused = pool({ size: 'small' });
    unused.loadState!(state);
    expect(play(unused, { seed: 2, steps: 900 })).toBe(future);
  });

  test('damaged contents are refused and change nothing', () => {
    const env = pool({ size: 'small' });
    find(env, { seed: 1, steps: 10 });
    const state = env.saveState!();
    const text = Buffer.from(state).toString('latin1');
    for (const [from, to] of [
      [/"platformX":[^,]*/, '"platformX":161'],
      [/"platformY":[^,]*/, '"platformY":null'],
      [/"ticksHeld":\d+/, '"ticksHeld":305'],
      [/"ticksHeld":\d+/, '"ticksHeld":-2'],
      [/"start":\d/, '"start":8'],
      [/"finds":/, '"finds":-1,"f":'],
      [/"starts":\[/, '"starts":[1,'],
    ] as const) {
      expect(text).toMatch(from);
      const damaged = Buffer.from(text.replace(from, to), 'latin1');
      expect(() => env.loadState!(damaged)).toThrow(StateError);
    }
    expect(env.saveState!()).toEqual(state);
  });
});

/** Lines across the pool, at most 120 apart, that pass within reach of every platform. */
function sweep(size: Size): [number, number][] {
  const reach = size === 'full' ? 580 : 160;
  const count = Math.ceil((2 * reach) / 120);
  return Array.from({ length: count }, (_, i) => {
    const y = reach * ((2 * i + 1) / count - 1);
    const x = (i % 2 === 0 ? 1 : -1) * Math.sqrt((reach + 60) ** 2 - y * y);
    return [[-x, y] as [number, number], [x, y] as [number, number]];
  }).flat();
}

/**
 * Plays one episode by its own place alone: sweeps the pool until something holds it, and from then on
 * goes back to where that was. It is never told where the platform lies.
 */
function remember(size: Size, seed: number): { score: number; stepsToFind: number[] } {
  const env = pool({ size, width: 8, height: 8 });
  const lines = sweep(size);
  let info: Info = env.reset({ seed })[1];
  let known: [number, number] | undefined;
  let [score, finds, since, next] = [0, 0, 0, 0];
  const stepsToFind: number[] = [];
  for (let truncated = false; !truncated;) {
    const { x, y } = info as unknown as Place;
    const line = lines[next % lines.length]!;
    if (Math.hypot(line[0] - x, line[1] - y) < 30) next++;
    const result = env.step(towards(info as unknown as Place, known ?? line));
    [truncated, info] = [result[3], result[4]];
    score += result[1];
    since++;
    if (result[1] > 0 && stepsToFind.length === finds) {
      known = [info.x as number, info.y as number];
      stepsToFind.push(since);
    }
    if (info.finds !== finds) [finds, since] = [info.finds as number, 0];
  }
  return { score, stepsToFind };
}

describe('a player that remembers', () => {
  test.each([
    // People score 54 in the original.
    ['full', 54],
    ['small', 25],
  ] as const)(
    '%s: finds the platform faster the second time, and scores above %i',
    (size, least) => {
      const episodes = Array.from({ length: 10 }, (_, seed) => remember(size, seed));
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      const first = mean(episodes.map(({ stepsToFind }) => stepsToFind[0]!));
      const later = mean(episodes.flatMap(({ stepsToFind }) => stepsToFind.slice(1)));
      expect(later).toBeLessThan(0.5 * first);
      expect(mean(episodes.map(({ score }) => score))).toBeGreaterThan(least);
    },
  );
});

/**
 * SHA-256 over every observation and reward: the program's own values, to pin down that every machine and
 * Node version draws and plays the same bytes, and that a change of either is meant.
 */
const GOLDEN = [
  {
    options: { episodeSeconds: 20 },
    hash: '9f4837c8f8ab78d3f8c2cb09763bb9441b3754b25e6ce193938361bbc0da3aa3',
  },
  {
    options: { size: 'small' },
    hash: '23265a38c783d0169432142d3a3635115c68700df4ef8570438760d3f035574d',
  },
  {
    options: { width: 320, height: 240, actionRepeat: 1, episodeSeconds: 1 },
    hash: '1c2838c9f3a28ac4131816643a61e1a7ed159ae6c782508ce42e1cc1d2a13190',
  },
] as const;

test.each(GOLDEN)('$options is the same bytes everywhere', ({ options, hash }) => {
  const env = pool(options);
  const actions = new Random(2018);
  let [observation, info] = env.reset({ seed: 1807 });
  const sum = createHash('sha256').update(observation);
  let rewards = 0;
  for (let truncated = false; !truncated;) {
    const { platformX, platformY } = info as unknown as Facts;
    const wander = actions.integer(3) === 0;
    const action = towards(info as unknown as Place, [platformX, platformY]);
    const result = env.step(wander ? actions.integer(9) : action);
    [observation, truncated, info] = [result[0], result[3], result[4]];
    rewards += result[1];
    sum.update(observation).update(String(result[1]));
  }
  if (hash !== GOLDEN[2].hash) expect(rewards).toBeGreaterThan(4);
  expect(sum.digest('hex')).toBe(hash);
});

test('steps leave nothing behind on the heap', () => {
  const env = pool({ size: 'small', episodeSeconds: 3600 });
  let info: Info = env.reset({ seed: 3 })[1];
  const play = (steps: number): number => {
    for (let i = 0; i < steps; i++) {
      const { platformX, platformY } = info as unknown as Facts;
      info = env.step(towards(info as unknown as Place, [platformX, platformY]))[4];
    }
    return heapInUse();
  };
  const warm = play(5000);
  expect(play(10_000) - warm).toBeLessThan(300_000); // 30 bytes a step; one small object has more
});
