import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  ActionRepeat,
  Box,
  checkEnv,
  ClipReward,
  EnvCheckError,
  EnvError,
  FrameStack,
  GrayScale,
  isStateful,
  OrderEnforcing,
  PassiveEnvChecker,
  RecordEpisodeStatistics,
  RecordVideo,
  Resize,
  StateError,
  TransformObservation,
  TransformReward,
} from '../../../envs/src/index.js';
import type { Env, Frame, Info, StatefulEnv, StepResult } from '../../../envs/src/index.js';
import { CountingEnv, readCount } from '../../support/countingEnv.js';
import { countGifFrames } from './gifFrames.js';

// What the wrappers do in an episode is compared with Gymnasium in test/envs/parity.

/** A counting environment with something to see. */
class Visible extends CountingEnv {
  override render(): null {
    return { width: 3, height: 2, data: new Uint8Array(18) } satisfies Frame as never;
  }
}

/** One picture for ever. */
class Still implements Env<Uint8Array, number> {
  readonly observationSpace;
  readonly actionSpace = new CountingEnv({ episodeSteps: 1 }).actionSpace;

  constructor(
    shape: readonly number[],
    readonly picture: readonly number[],
  ) {
    this.observationSpace = new Box({ low: 0, high: 255, shape, dtype: 'uint8' });
  }

  reset(): [Uint8Array, Info] {
    return [Uint8Array.from(this.picture), {}];
  }

  step(): StepResult<Uint8Array> {
    return [Uint8Array.from(this.picture), 0, false, false, {}];
  }

  render(): null {
    return null;
  }

  close(): void {
    // holds nothing
  }
}

function counting(episodeSteps = 7): OrderEnforcing<Uint8Array, number> {
  return new OrderEnforcing(new CountingEnv({ episodeSteps }));
}

const WRAPPED: Readonly<Record<string, () => Env>> = {
  ActionRepeat: () => new ActionRepeat(counting(), 2),
  ClipReward: () => new ClipReward(counting(), { max: 2 }),
  FrameStack: () => new FrameStack<'uint8', number>(counting(), { size: 3 }),
  GrayScale: () => new GrayScale(counting()),
  PassiveEnvChecker: () => new PassiveEnvChecker(counting()),
  RecordEpisodeStatistics: () => new RecordEpisodeStatistics(counting()),
  RecordVideo: () =>
    new RecordVideo(counting(), { save: () => undefined, stepTrigger: () => false }),
  Resize: () => new Resize(counting(), { height: 7, width: 9 }),
  TransformObservation: () =>
    new TransformObservation(counting(), {
      observationSpace: new Box({ low: 0, high: 255, shape: [3], dtype: 'uint8' }),
      // The lowest bytes of seed, episode and step.
      transform: (picture) => Uint8Array.of(picture[0]!, picture[4]!, picture[6]!),
    }),
  TransformReward: () => new TransformReward(counting(), (reward) => -reward),
};

test.each(Object.entries(WRAPPED))(
  '%s passes every check, the saving of states included',
  (_, make) => {
    expect(checkEnv(make()).skipped).toEqual([]);
  },
);

describe('Resize', () => {
  test('area: means of what is covered, by hand', () => {
    // Three columns to two: weights 2/3 and 1/3. (2·0 + 1·30)/3 = 10, (1·30 + 2·90)/3 = 70.
    const env = new Resize(new Still([1, 3], [0, 30, 90]), { height: 1, width: 2 });
    expect([...env.reset()[0]]).toEqual([10, 70]);
    // Both axes and two channels: the means of four.
    const pixels = [0, 1, 4, 3, 8, 5, 12, 7];
    const both = new Resize(new Still([2, 2, 2], pixels), { height: 1, width: 1 });
    expect([...both.reset()[0]]).toEqual([6, 4]);
  });

  test('larger pictures repeat pixels', () => {
    for (const method of ['area', 'nearest'] as const) {
      const env = new Resize(new Still([1, 2], [10, 20]), { height: 2, width: 4, method });
      expect([...env.reset()[0]]).toEqual([10, 10, 20, 20, 10, 10, 20, 20]);
    }
  });

  test('nearest: the pixel under the middle', () => {
    const env = new Resize(new Still([1, 5], [1, 2, 3, 4, 5]), {
      height: 1,
      width: 3,
      method: 'nearest',
    });
    expect([...env.reset()[0]]).toEqual([1, 3, 5]); // middles at 5/6, 5/2 and 25/6
  });

  test('refuses other options', () => {
    expect(() => new Resize(new Still([2, 2], []), { height: 0, width: 1 })).toThrow(/got 0 and 1/);
    const method = 'cubic' as never;
    expect(() => new Resize(new Still([2, 2], []), { height: 1, width: 1, method })).toThrow(
      "method must be 'area' or 'nearest', got 'cubic'",
    );
  });
});

test('pictures are asked for where pictures are needed', () => {
  const still = new Still([4], []);
  expect(() => new Resize(still, { height: 1, width: 1 })).toThrow(/Resize: expected pictures/);
  expect(() => new GrayScale(still)).toThrow(/GrayScale: expected pictures/);
  expect(() => new GrayScale(new Still([2, 2], []))).toThrow(
    'expected pictures of 3 channels, got 1',
  );
});

describe('FrameStack', () => {
  const make = (size = 2): StatefulEnv<Uint8Array, number> => {
    const env = new FrameStack<'uint8', number>(counting(), { size });
    if (!isStateful(env)) throw new Error('expected an environment with state');
    return env;
  };

  test('shows the last observations, oldest first', () => {
    const env = make();
    env.reset({ seed: 5 });
    env.step(1);
    const [stack] = env.step(2);
    const half = stack.length / 2;
    expect(readCount(stack.subarray(0, half))).toMatchObject({ step: 1, action: 1 });
    expect(readCount(stack.subarray(half))).toMatchObject({ step: 2, action: 2 });
  });

  test('a state brings the older observations back', () => {
    const env = make();
    env.reset({ seed: 5 });
    env.step(1);
    const before = env.step(2)[0].slice();
    expect(make().loadState(env.saveState())).toEqual(before);
  });

  test('refuses the state of another size', () => {
    const env = make(3);
    env.reset();
    expect(() => make(2).loadState(env.saveState())).toThrow(StateError);
  });

  test.each([0, 1.5])('refuses size %d', (size) => {
    expect(() => make(size)).toThrow(`above 0, got ${size}`);
  });

  test('refuses another padding', () => {
    const options = { size: 2, padding: 'one' as never };
    expect(() => new FrameStack<'uint8', number>(counting(), options)).toThrow(EnvError);
  });
});

test('ActionRepeat counts the frames that a step takes', () => {
  const spec = { id: 'Test/A-v0', options: {}, framesPerStep: 4 };
  const inner = new OrderEnforcing(new CountingEnv({ episodeSteps: 9 }), spec);
  expect(new ActionRepeat(inner, 3).spec).toEqual({ ...spec, framesPerStep: 12 });
  expect(() => new ActionRepeat(inner, 0)).toThrow('above 0, got 0');
});

describe('RecordEpisodeStatistics', () => {
  test('measures seconds by its clock, also over a saved state', () => {
    let now = 100;
    const make = (): RecordEpisodeStatistics<Uint8Array, number> =>
      new RecordEpisodeStatistics(counting(2), { clock: () => now });
    const env = make();
    env.reset();
    now += 1.5;
    env.step(0);
    const state = env.saveState!();
    now += 1000; // the process was away
    const other = make();
    other.loadState!(state);
    now += 0.25;
    // Rewards of the counting environment: the step's number.
    expect(other.step(0)[4].episode).toEqual({ r: 3, l: 2, t: 1.75 });
  });

  test('refuses to hide an entry of the same name', () => {
    const env = new RecordEpisodeStatistics(counting(1), { key: 'count' });
    env.reset();
    expect(() => env.step(0)).toThrow(/has an entry 'count' already/);
  });
});

describe('RecordVideo', () => {
  test('writes GIFs into its folder', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'rl-tools-video-')), 'made', 'here');
    const env = new RecordVideo(new Visible({ episodeSteps: 9 }), { folder });
    env.reset();
    env.step(0);
    env.close();
    expect(readdirSync(folder)).toEqual(['rl-video-episode-0.gif']);
    expect(countGifFrames(readFileSync(join(folder, 'rl-video-episode-0.gif')))).toBe(2);
    rmSync(join(folder, '..', '..'), { recursive: true });
  });

  test('says where there is nothing to see', () => {
    const env = new RecordVideo(counting(), { save: () => undefined });
    expect(() => env.reset()).toThrow(/render\(\) returned null/);
  });

  const save = (): undefined => undefined;

  test.each([
    [{}, /either folder or save/],
    [{ save, folder: 'x' }, /either folder or save/],
    [{ save, videoLength: -1 }, /videoLength .* got -1/],
    [{ save, framesPerSecond: 51 }, /at most 50, got 51/],
  ])('refuses %j', (options, message) => {
    expect(() => new RecordVideo(counting(), options)).toThrow(message);
  });
});

describe('PassiveEnvChecker', () => {
  test('names the environment, the call and the likely cause', () => {
    const still = new Still([2], [1, 2, 3]);
    const env = new PassiveEnvChecker(still, 'Test/Still-v0');
    expect(() => env.reset()).toThrow(EnvCheckError);
    const again = new PassiveEnvChecker(still, 'Test/Still-v0');
    expect(() => again.reset()).toThrow(
      /^Test\/Still-v0, reset: .*Likely cause: another typed array, length or range/,
    );
  });

  test('looks at pictures', () => {
    const env = new PassiveEnvChecker(new Still([1], [1]));
    env.env.render = () => ({ width: 2, height: 2, data: new Uint8Array(16) });
    expect(() => env.render()).toThrow(/a fourth channel/);
    env.env.render = () => undefined as never;
    expect(() => new PassiveEnvChecker(env.env).render()).toThrow(/got undefined/);
  });

  test('asks for both spaces', () => {
    const env = Object.assign(new Still([1], [1]), { actionSpace: undefined as never });
    expect(() => new PassiveEnvChecker(env)).toThrow(
      /actionSpace must be a space .* got undefined/,
    );
  });
});
