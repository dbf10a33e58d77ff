import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Random, StateError, make, type Wrapper } from '../../../envs/src/index.js';
import { HEADINGS, moveOneTick, type Scene } from '../../../envs/engine/index.js';
import {
  ACTIONS,
  exploreGoalLocationsSmall,
  registerLevels,
  type Level,
} from '../../../envs/levels/index.js';
import { MazeWalker } from './mazeWalker.js';
import { heapInUse } from './heap.js';
import { playOn } from './playOn.js';

registerLevels();

type Size = 'full' | 'small';
type Maze = Wrapper<Uint8Array, number>;

const ID = exploreGoalLocationsSmall.id;
const maze = (options: Record<string, unknown> = {}): Maze => make<Uint8Array, number>(ID, options);
const FORWARD = ACTIONS[0]!;

/** A level in its first tick. */
function begin(size: Size, seed = 1): Level {
  const level = exploreGoalLocationsSmall.build(size);
  level.startEpisode(new Random(seed));
  return level;
}

/** Puts the player at a distance from the goal and applies the rules. */
function visit(level: Level, distance: number): number {
  const { x, y } = level.scene.billboards[0]!;
  Object.assign(level.player, { x: x + distance, y, velocityX: 50, velocityY: -20 });
  return level.afterTick(FORWARD);
}

/** Walls with their textures, and the goal: all that can be told of a layout. */
function layoutOf({ walls, billboards, floor }: Scene): unknown {
  return {
    walls: walls.map(({ x1, y1, x2, y2, texture }) => [x1, y1, x2, y2, texture.texels[0]]),
    goal: billboards.map(({ x, y }) => [x, y]),
    floor: floor.texture.texels[0],
  };
}

describe.each(['full', 'small'] as const)('rules, %s', (size) => {
  test('the goal gives +10 within 40 units, and the maze starts over', () => {
    const level = begin(size);
    expect(visit(level, 40.1)).toBe(0);
    expect(visit(level, 39.9)).toBe(10);
    expect(level.info()).toMatchObject({ goalsFound: 1 });
    const { x, y, velocityX, velocityY, heading } = level.player;
    expect([x % 100, y % 100, velocityX, velocityY]).toEqual([50, 50, 0, 0]);
    expect(heading < HEADINGS).toBe(true);
    expect(level.afterTick(FORWARD)).toBe(0);
  });

  test('layout and goal stay over restarts, to the same objects; starts change', () => {
    for (let seed = 0; seed < 5; seed++) {
      const level = begin(size, seed);
      const { scene } = level;
      const before = layoutOf(scene);
      const starts = new Set<string>();
      for (let found = 0; found < 60; found++) {
        expect(visit(level, 0)).toBe(10);
        starts.add(`${level.player.x},${level.player.y}`);
        expect(level.scene === scene).toBe(true); // a difference of scenes takes minutes to print
      }
      expect(layoutOf(scene)).toEqual(before);
      expect(starts.size).toBeGreaterThanOrEqual(5);
    }
  });

  test('layout, goal and materials differ between seeds', () => {
    const layouts = Array.from({ length: 40 }, (_, seed) => begin(size, seed).scene);
    const different = (view: (scene: Scene) => unknown): number =>
      new Set(layouts.map((scene) => JSON.stringify(view(scene)))).size;
    expect(different((scene) => layoutOf(scene))).toBe(40);
    const plans = different(({ walls }) => walls.map(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2]));
    expect(plans).toBeGreaterThan(size === 'full' ? 38 : 15); // of few rooms there are few plans
    expect(different(({ floor }) => floor.texture.texels[0])).toBe(6);
  });

  test('every start can reach the goal and is not on it', () => {
    for (let seed = 0; seed < 30; seed++) {
      const level = begin(size, seed);
      const { x, y } = level.scene.billboards[0]!;
      const walker = new MazeWalker(level.scene.walls, [x, y]);
      for (let restart = 0; restart < 20; restart++) {
        const cells = walker.distance(level.player.x, level.player.y);
        expect(cells >= 1 && cells < 60).toBe(true);
        expect(level.info()).toMatchObject({ goalX: x, goalY: y, cellsToGoal: cells });
        visit(level, 0);
      }
    }
  });

  test('a tenth of the wall faces bear a picture, no two alike in a maze', () => {
    let [faces, pictures] = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const { walls } = begin(size, seed).scene;
      const plain = [...walls].sort((a, b) => b.length - a.length)[0]!.texture;
      const bearing = walls.filter(({ texture }) => texture !== plain);
      faces += walls.reduce((sum, { length }) => sum + length / 100, 0);
      pictures += bearing.length;
      expect(new Set(bearing.map(({ texture }) => texture)).size).toBe(bearing.length);
      expect(bearing.every(({ length }) => length === 100)).toBe(true);
    }
    expect(pictures / faces).toBeGreaterThan(0.08);
    expect(pictures / faces).toBeLessThan(0.12);
  });
});

test('lasts 90 s, 1350 steps, and small 30 s, 450 steps', () => {
  expect(maze().spec).toMatchObject({ maxEpisodeSteps: 1350, framesPerStep: 4 });
  expect(maze({ size: 'small' }).spec).toMatchObject({ maxEpisodeSteps: 450 });
});

test('10,000 steps of long walks never leave the open cells', () => {
  const level = exploreGoalLocationsSmall.build('full');
  const actions = new Random(9);
  level.startEpisode(new Random(0));
  for (let i = 0, action = FORWARD; i < 40_000; i++) {
    if (i % 20 === 0) action = i % 160 < 120 ? FORWARD : ACTIONS[actions.integer(9)]!;
    moveOneTick(level.player, action, level.scene.walls);
    level.afterTick(action);
    const clear = level.scene.walls.every(({ x1, y1, x2, y2 }) => {
      const dx = Math.max(Math.min(x1, x2) - level.player.x, level.player.x - Math.max(x1, x2), 0);
      const dy = Math.max(Math.min(y1, y2) - level.player.y, level.player.y - Math.max(y1, y2), 0);
      return Math.hypot(dx, dy) > 14.98;
    });
    if (!clear) expect.fail(`in a wall at ${level.player.x}, ${level.player.y}`);
    if (i % 4000 === 3999) level.startEpisode(new Random(i));
  }
});

describe('state', () => {
  const play = (env: Maze, how: { seed: number; steps: number }) =>
    playOn(env, { ...how, actions: 8 });

  test('a loaded environment goes on byte for byte, over restarts and into the next episodes', () => {
    const [env, other] = [maze({ size: 'small' }), maze({ size: 'small' })];
    env.reset({ seed: 11 });
    const { last } = play(env, { seed: 1, steps: 100 });
    other.reset({ seed: 99 });
    play(other, { seed: 3, steps: 20 });
    const state = env.saveState!();
    expect(Buffer.compare(other.loadState!(state), last)).toBe(0);
    const future = play(env, { seed: 2, steps: 1500 });
    expect(play(other, { seed: 2, steps: 1500 })).toEqual(future);
  });

  test('starts after a load are those that would have come', () => {
    const [level, other] = [begin('full', 3), begin('full', 4)];
    visit(level, 0);
    const saved: unknown = JSON.parse(JSON.stringify(level.saveState()));
    expect(other.loadState(saved as Record<string, unknown>)).toBe(true);
    expect(layoutOf(other.scene)).toEqual(layoutOf(level.scene));
    for (let restart = 0; restart < 20; restart++) {
      visit(level, 0);
      visit(other, 0);
      expect(other.player).toEqual(level.player);
      expect(other.info()).toEqual(level.info());
    }
  });

  test('damaged contents are refused and change nothing', () => {
    const env = maze({ size: 'small' });
    env.reset({ seed: 1 });
    const state = env.saveState!();
    const text = Buffer.from(state).toString('latin1');
    for (const [from, to] of [
      ['"layoutSeed":', '"layoutSeed":-'],
      ['"goalsFound":', '"goalsFound":-'],
      ['"goalsFound":0,"random":[', '"goalsFound":0,"random":[0,'],
    ] as const) {
      expect(text).toContain(from);
      const damaged = Buffer.from(text.replace(from, to), 'latin1');
      expect(() => env.loadState!(damaged)).toThrow(StateError);
    }
    expect(env.saveState!()).toEqual(state);
  });
});

/** Total reward of a walker that knows the maze and the goal, over one full episode. */
function walkEpisode(size: Size, seed: number): number {
  const level = begin(size, seed);
  const { x, y } = level.scene.billboards[0]!;
  const walker = new MazeWalker(level.scene.walls, [x, y]);
  const ticks = exploreGoalLocationsSmall.sizes[size].episodeSeconds * 60;
  let total = 0;
  for (let tick = 0, action = 0; tick < ticks; tick++) {
    if (tick % 4 === 0) action = walker.act(level);
    moveOneTick(level.player, ACTIONS[action]!, level.scene.walls);
    total += level.afterTick(ACTIONS[action]!);
  }
  return total;
}

test.each(['full', 'small'] as const)(
  '%s: the goal is found and found again by who knows the way',
  (size) => {
    const returns = Array.from({ length: 10 }, (_, seed) => walkEpisode(size, seed));
    // People earn 267.5 in 90 s, exploration included; a third of the time for the small maze.
    const human = size === 'full' ? 267.5 : 267.5 / 3;
    expect(returns.reduce((sum, value) => sum + value) / 10).toBeGreaterThan(human);
    expect(Math.min(...returns)).toBeGreaterThan(0);
  },
);

test('steps and restarts leave nothing behind on the heap', () => {
  const env = maze({ width: 32, height: 24, episodeSeconds: 3600 });
  env.reset({ seed: 1 });
  const actions = new Random(4);
  const play = (steps: number): number => {
    for (let i = 0, action = 0; i < steps; i++) {
      if (i % 4 === 0) action = actions.integer(9);
      env.step(action);
    }
    return heapInUse();
  };
  const before = play(3000);
  expect(play(9000) - before).toBeLessThan(300_000); // 33 bytes a step
});

/**
 * SHA-256 over every observation and reward of an episode of random actions, each held for four steps.
 * The values are the program's own: they pin down that every machine and Node version draws and plays
 * the same bytes, and that a change of either is meant.
 */
const GOLDEN = [
  {
    options: { episodeSeconds: 30 },
    seed: 1804,
    return: 10,
    hash: 'a28ac5d47810dece553e71d69921d12e70a15e4ea842a6fa605f843344f328ff',
  },
  {
    options: { size: 'small' },
    seed: 1812,
    return: 60,
    hash: 'abd19edd0903fa76703ca4dd623ff08cde02fed463f27d63b0457d0f0198d534',
  },
  {
    options: { width: 320, height: 240, actionRepeat: 1, episodeSeconds: 1 },
    seed: 1807,
    return: 0,
    hash: '17cc945133d6fb8176535348f202eb2f98a5a4cd7ac49ee097272d6a2d6343d4',
  },
] as const;

test.each(GOLDEN)('$options is the same bytes everywhere', (expected) => {
  const env = maze(expected.options);
  const actions = new Random(2018);
  const sum = createHash('sha256').update(env.reset({ seed: expected.seed })[0]);
  let earned = 0;
  for (let step = 0, action = 0, truncated = false; !truncated; step++) {
    if (step % 4 === 0) action = actions.integer(9);
    const result = env.step(action);
    truncated = result[3];
    earned += result[1];
    sum.update(result[0]).update(String(result[1]));
  }
  expect(earned).toBe(expected.return); // restarts are part of what is pinned down
  expect(sum.digest('hex')).toBe(expected.hash);
});
