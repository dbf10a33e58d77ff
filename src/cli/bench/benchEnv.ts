import { make, Random } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import { LEVELS, registerLevels } from '@rl-tools/env/levels';
import { describeEnvironment } from '../spaces.js';
import { median } from './median.js';

/** One line of `bench env`. */
export interface EnvTiming {
  readonly level: string;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** Simulator ticks per second, every one drawn, random actions, one core, rules included. */
  readonly framesPerSecond: number;
}

const SIZE = { width: 96, height: 72 };
const WARM_UP_FRAMES = 2_000;
const FRAMES_PER_SAMPLE = 5_000;

/** Times every level at full size; one figure per level, the median of `repetitions` samples. */
export function benchEnv(repetitions: number): EnvTiming[] {
  registerLevels();
  return LEVELS.map(({ id: level }) => {
    const env = make(level, { ...SIZE, actionRepeat: 1 });
    try {
      const framesPerSecond = Math.round(median(sampleRates(env, repetitions)));
      return { level, ...SIZE, framesPerSecond };
    } finally {
      env.close();
    }
  });
}

function sampleRates(env: Env, repetitions: number): number[] {
  const random = new Random(1);
  const { actions } = describeEnvironment(env);
  env.reset({ seed: 1 });
  const play = (frames: number): void => {
    for (let i = 0; i < frames; i++) {
      const [, , terminated, truncated] = env.step(random.integer(actions));
      if (terminated || truncated) env.reset();
    }
  };
  play(WARM_UP_FRAMES);
  return Array.from({ length: repetitions }, () => {
    const start = performance.now();
    play(FRAMES_PER_SAMPLE);
    return (1000 * FRAMES_PER_SAMPLE) / (performance.now() - start);
  });
}
