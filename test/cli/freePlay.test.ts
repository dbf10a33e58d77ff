import { describe, expect, test } from 'vitest';
import { make, Random } from '@rl-tools/env';
import { HEADINGS_PER_DEGREE, MapRenderer, Renderer } from '@rl-tools/env/engine';
import { ACTIONS, LEVELS, registerLevels, seekAvoidArena } from '@rl-tools/env/levels';
import { FreePlay } from '../../src/cli/play/freePlay.js';
import { Controls } from '../../src/cli/play/page/controls.js';
import { TickClock } from '../../src/cli/play/page/tickClock.js';

registerLevels();

const STILL = { forward: 0, strafe: 0, turn: 0, lookUp: 0, fire: false } as const;

describe.each(LEVELS)('$id, played freely', (level) => {
  test('with the nine actions it is the environment: views, rewards and end', () => {
    const size = 'small';
    const { width, height, episodeSeconds } = level.sizes[size]!;
    const env = make<Uint8Array, number>(level.id, { size, actionRepeat: 1 });
    const game = new FreePlay(level, size);
    const renderer = new Renderer({ width, height });
    const random = new Random(5);
    game.start(3);
    expect(game.drawView(renderer)).toEqual(env.reset({ seed: 3 })[0]);
    let sum = 0;
    let ended = false;
    let action = 0;
    for (let frame = 1; !ended; frame++) {
      if (frame % 10 === 1) action = random.integer(9);
      const [observation, reward, terminated, truncated] = env.step(action);
      sum += reward;
      expect(game.tick(ACTIONS[action]! as Parameters<FreePlay['tick']>[0])).toBe(reward);
      ended = terminated || truncated;
      expect(game.isOver).toBe(ended);
      if (frame % 50 === 0) {
        expect(Buffer.compare(game.drawView(renderer), observation)).toBe(0);
      }
    }
    expect(game.score).toBe(sum);
    expect(game.frames).toBeLessThanOrEqual(60 * episodeSeconds);
    expect(game.tick(STILL)).toBe(0);
    expect(game.drawMap(new MapRenderer({ width: 64, height: 64 }))).toHaveLength(64 * 64 * 3);
  });
});

describe('an episode', () => {
  test('is counted in frames, and begins anew', () => {
    const game = new FreePlay(seekAvoidArena, 'small'); // 10 s
    game.start(1);
    for (let i = 0; i < 90; i++) game.tick({ ...STILL, forward: 1 });
    expect([game.frames, game.secondsLeft, game.totalFrames]).toEqual([90, 8.5, 600]);
    expect(game.path).toHaveLength(1 + 22); // the start, and every fourth of 90 frames
    const walked = game.path.at(-1)!;
    expect(Math.hypot(walked[0], walked[1])).toBeGreaterThan(100); // it starts at (0, 0)
    game.start(1);
    expect([game.frames, game.score, game.path]).toEqual([0, 0, [[0, 0]]]);
  });
});

describe('keys and mouse', () => {
  test('are the input of the next tick', () => {
    const controls = new Controls();
    expect(controls.take()).toEqual(STILL);
    controls.press('KeyW');
    controls.press('KeyD');
    expect(controls.take()).toMatchObject({ forward: 1, strafe: 1, turn: 0 });
    controls.press('ArrowDown');
    controls.release('KeyD');
    expect(controls.take()).toMatchObject({ forward: 0, strafe: 0 }); // both ways at once: neither
    controls.releaseAll();
    controls.press('ArrowLeft');
    expect(controls.take()).toEqual({ ...STILL, turn: 2.1 * HEADINGS_PER_DEGREE });
    expect(controls.press('KeyJ')).toBe(false);
  });

  test('the mouse turns by 0.1° per pixel, once', () => {
    const controls = new Controls();
    controls.moveMouse(30, -10);
    controls.moveMouse(20, 0);
    expect(controls.take()).toEqual({
      ...STILL,
      turn: -5 * HEADINGS_PER_DEGREE,
      lookUp: 1 * HEADINGS_PER_DEGREE,
    });
    expect(controls.take()).toEqual(STILL);
  });

  test('a click shorter than a tick fires', () => {
    const controls = new Controls();
    controls.press('Space');
    controls.release('Space');
    expect([controls.take().fire, controls.take().fire]).toEqual([true, false]);
  });
});

describe('the clock', () => {
  test('gives 60 ticks a second whatever the rate of pictures', () => {
    for (const picturesPerSecond of [24, 60, 144]) {
      const clock = new TickClock(60);
      let ticks = clock.ticksDue(1000);
      for (let i = 1; i <= 10 * picturesPerSecond; i++) {
        ticks += clock.ticksDue(1000 + (1000 * i) / picturesPerSecond);
      }
      expect(Math.abs(ticks - 600)).toBeLessThanOrEqual(1);
    }
  });

  test('owes nothing for a stall or a pause', () => {
    const clock = new TickClock(60);
    clock.ticksDue(0);
    expect(clock.ticksDue(5000)).toBe(6);
    expect(clock.ticksDue(5001)).toBe(0);
    clock.restart();
    expect(clock.ticksDue(9000)).toBe(0);
    expect(clock.ticksDue(9017)).toBe(1);
  });
});
