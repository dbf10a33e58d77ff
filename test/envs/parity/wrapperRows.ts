import {
  ActionRepeat,
  Box,
  cappedCubicSchedule,
  ClipReward,
  FrameStack,
  GrayScale,
  OrderEnforcing,
  PassiveEnvChecker,
  RecordEpisodeStatistics,
  RecordVideo,
  Resize,
  TimeLimit,
  TransformObservation,
  TransformReward,
} from '@rl-tools/env';
import type { EpisodeStatistics, StepResult, VideoOptions } from '@rl-tools/env';
import { expect } from 'vitest';
import { countGifFrames } from '../src/gifFrames.js';
import { Numbers, Pictures } from './numbersEnv.js';
import { plain, play, refuses } from './playing.js';

/** `expect.closeTo` with it allows a difference of 1: it takes −log₁₀ of twice the difference. */
const WITHIN_ONE = -Math.log10(2.5);

/** Odd sizes where none divides the other: between two pixels, OpenCV's rounding decides. */
const RESIZES = [
  [
    [12, 16, 3],
    [6, 8],
  ],
  [
    [13, 17, 3],
    [5, 7],
  ],
  [
    [9, 9],
    [3, 2],
  ],
  [
    [8, 8, 1],
    [8, 8],
  ],
  [
    [84, 97, 3],
    [42, 31],
  ],
] as const;

/** Observes what is not in the space. */
class OutOfRange extends Numbers {
  override step(action: number): StepResult<Int32Array> {
    const [observation, ...others] = super.step(action);
    return [observation.map((value) => value - 5), ...others];
  }
}

function passiveChecker(): boolean[] {
  const env = new PassiveEnvChecker(new OutOfRange(9));
  return [
    refuses(() => env.reset()),
    refuses(() => env.step(0)),
    refuses(() => env.step(0)), // seen once only
  ];
}

function orderEnforcing(): unknown {
  const env = new OrderEnforcing(new Numbers());
  const uses = [() => env.step(0), () => env.render()];
  const before = uses.map(refuses);
  env.reset();
  return { before, after: uses.map(refuses) };
}

function episodeStatistics(): unknown {
  const env = new RecordEpisodeStatistics(new TimeLimit(new Numbers(5), 3), { bufferLength: 2 });
  const infos: unknown[] = [];
  for (let episode = 0; episode < 3; episode++) {
    env.reset();
    for (let ended = false; !ended;) {
      const [, , terminated, truncated, info] = env.step(1);
      ended = terminated || truncated;
      const seen = info.episode as EpisodeStatistics | undefined; // the wrapper's entry
      infos.push(seen ? [seen.r, seen.l, Object.keys(seen).sort()] : null);
    }
  }
  return {
    infos,
    returns: env.recent.map(({ r }) => r),
    lengths: env.recent.map(({ l }) => l),
    count: env.episodeCount,
  };
}

/** Names and frames of what is recorded over episodes of three steps. */
function recorded(episodes: number, options: VideoOptions = {}): unknown {
  const files: unknown[] = [];
  const save = (name: string, bytes: Uint8Array): void => {
    files.push([name.replace('.gif', ''), countGifFrames(bytes)]);
  };
  const env = new RecordVideo(new Numbers(3), { ...options, save });
  for (let episode = 0; episode < episodes; episode++) {
    env.reset();
    for (let step = 0; step < 3; step++) env.step(0);
  }
  env.close();
  return files;
}

function videos(): unknown {
  return {
    schedule: Array.from({ length: 3001 }, (_, n) => n).filter(cappedCubicSchedule),
    default: recorded(10),
    episodes: recorded(5, { episodeTrigger: (n) => n % 2 === 1 }),
    steps: recorded(5, { stepTrigger: (n) => n % 5 === 0, namePrefix: 'a' }),
    length: recorded(5, { stepTrigger: (n) => n === 4, videoLength: 3 }),
    chunks: recorded(6, { episodeTrigger: () => true, videoLength: 2 }),
    both: recorded(4, {
      episodeTrigger: (n) => n === 1,
      stepTrigger: (n) => n === 4,
      videoLength: 20,
    }),
  };
}

function stacks(): unknown {
  const seen = (padding: 'reset' | 'zero'): unknown => {
    const env = new FrameStack<'int32', number>(new Numbers(3), { size: 3, padding });
    return { space: env.observationSpace.toString(), seen: play(env, [0, 1, 2, 1]) };
  };
  return { reset: seen('reset'), zero: seen('zero') };
}

function clipped(): unknown {
  const bounds = [{ min: 2, max: 1001.5 }, { max: 2 }, { min: 3 }];
  return {
    seen: bounds.map((pair) => play(new ClipReward(new Numbers(3), pair), [0, 1, 2, 1])),
    refused: [{}, { min: 2, max: 1 }].map((pair) =>
      refuses(() => new ClipReward(new Numbers(), pair)),
    ),
  };
}

function greys(): unknown {
  const flat = new GrayScale(new Pictures([64, 64, 3]));
  const deep = new GrayScale(new Pictures([2, 3, 3]), { keepDimension: true });
  return {
    spaces: [flat.observationSpace.toString(), deep.observationSpace.toString()],
    seen: [play(flat, [0, 1]), play(deep, [0])],
    refused: refuses(() => new GrayScale(new Pictures([2, 3, 1]))),
  };
}

/** OpenCV rounds halves and its weights otherwise: `area` may differ by 1, `nearest` may not. */
function resized(): unknown {
  return RESIZES.map(([before, [height, width]]) => {
    const area = new Resize(new Pictures(before), { height, width });
    const nearest = new Resize(new Pictures(before), { height, width, method: 'nearest' });
    return {
      space: area.observationSpace.toString(),
      area: Array.from(area.reset()[0], (value): unknown => expect.closeTo(value, WITHIN_ONE)),
      nearest: plain(nearest.reset()[0]),
    };
  });
}

function transformed(): unknown {
  const observationSpace = new Box({ low: 0, high: 131_070, shape: [3], dtype: 'int32' });
  const transform = (numbers: Int32Array): Int32Array => numbers.map((value) => 2 * value);
  const env = new TransformObservation(new Numbers(3), { observationSpace, transform });
  return { space: env.observationSpace.toString(), seen: play(env, [0, 1, 2, 1]) };
}

const LIMITS = [
  [5, 3],
  [3, 3],
  [2, 3],
  [5, 1],
] as const;

export const WRAPPER_ROWS: Readonly<Record<string, () => unknown>> = {
  Env: () => play(new Numbers(3), [0, 1, 2, 1, 0]),
  TimeLimit: () =>
    LIMITS.map(([steps, limit]) =>
      play(new TimeLimit(new Numbers(steps), limit), Array(7).fill(0)),
    ),
  OrderEnforcing: orderEnforcing,
  PassiveEnvChecker: passiveChecker,
  RecordEpisodeStatistics: episodeStatistics,
  RecordVideo: videos,
  FrameStackObservation: stacks,
  ClipReward: clipped,
  RepeatAction: () => [
    play(new TimeLimit(new ActionRepeat(new Numbers(9), 2), 3), [0, 1, 2, 0]),
    play(new ActionRepeat(new TimeLimit(new Numbers(9), 3), 2), [0, 1, 2, 0]),
  ],
  GrayscaleObservation: greys,
  ResizeObservation: resized,
  TransformObservation: transformed,
  TransformReward: () =>
    play(new TransformReward(new Numbers(3), (reward) => reward / 2), [0, 1, 2, 1]),
};
