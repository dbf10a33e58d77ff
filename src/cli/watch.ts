import { deriveSeed, SyncVectorEnv } from '@rl-tools/env';
import type { Env, Frame } from '@rl-tools/env';
import { agentPolicy, playEpisodes } from '../evaluation/index.js';
import { encodeGif, writeFileDurably } from '../metrics/index.js';
import { startEngine } from './engine.js';
import { loadAgent, openRun } from './loadAgent.js';
import { describeEnvironment } from './spaces.js';
import { UsageError } from './usageError.js';

/** What {@link watchRun} is asked for. */
export interface WatchOptions {
  /** Where the GIF goes; an existing file is replaced. */
  readonly out: string;
  readonly seed: number;
  /** Longest animation, agent steps. */
  readonly mostSteps: number;
}

/** Agent steps per second of play: 60 ticks per second, 4 ticks per step. */
const STEPS_PER_SECOND = 15;

/** Lets the trained agent play one episode and writes what it saw as an animated GIF. */
export async function watchRun(
  path: string,
  { out, seed, mostSteps }: WatchOptions,
): Promise<void> {
  const run = openRun(path);
  await startEngine(run.config.engine);
  const env = run.makeEnvironment();
  const vector = new SyncVectorEnv([() => env]);
  const agent = loadAgent(run, describeEnvironment(env));
  const { observationShape, actions } = describeEnvironment(env);
  const policySeed = deriveSeed(seed, 'policy');
  const policy = agentPolicy(agent, {
    environments: 1,
    observationShape,
    actions,
    seed: policySeed,
  });
  const frames: Frame[] = [];
  try {
    const seeds = [deriveSeed(seed, 'environment', 0)];
    const onStep = (): void => {
      if (frames.length < mostSteps) frames.push(picture(env));
    };
    await playEpisodes({ vector, policy, episodes: 1, seeds, onStep });
  } finally {
    policy.dispose();
    agent.dispose();
    vector.close();
  }
  frames.pop(); // the last step already shows the next episode
  writeFileDurably(out, encodeGif(frames, { fps: STEPS_PER_SECOND }));
}

/** A copy of the current view: an environment reuses its picture's memory. */
function picture(env: Env): Frame {
  const frame = env.render();
  if (!frame) throw new UsageError('This environment has no picture to show.');
  return { ...frame, data: frame.data.slice() };
}
