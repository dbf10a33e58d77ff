import { a2cConfig, createA2cAgent } from '../../agents/a2c/index.js';
import type { Agent } from '../../src/learner/index.js';
import { readEpisodes } from '../../src/metrics/index.js';
import { openTraining } from './inProcessTraining.js';
import { Memory } from '@rl-tools/env/classic';

/** Agent steps per update: fewer than the longest delay, so that its answer needs the state of before. */
export const UNROLL_LENGTH = 8;

/** Short delays show what is asked; the longest one spans two or three unrolls. */
const DELAYS = [2, 6, 12];
const LONGEST_EPISODE = Math.max(...DELAYS) + 1;
const ENVIRONMENTS = 32;

/** How far a training on the memory task came. */
export interface MemoryScore {
  readonly updates: number;
  /** Mean return of the last 200 episodes. */
  readonly all: number;
  /** Mean return of the last 200 episodes with the longest delay in which the agent waited. */
  readonly long: number;
}

/** What {@link trainOnMemory} is asked for. */
export interface MemoryTraining {
  readonly seed: number;
  /** The run folder; must not exist. */
  readonly out: string;
  /** Most updates. */
  readonly updates: number;
  /** Ends the training early. */
  readonly until?: (score: MemoryScore) => boolean;
  /** Turns the agent into another one. */
  readonly wrap?: (agent: Agent) => Agent;
}

/** Trains A2C-LSTM on {@link Memory} through real sockets. */
export async function trainOnMemory(options: MemoryTraining): Promise<MemoryScore> {
  const {
    seed,
    out,
    updates,
    until = () => false,
    wrap = (plain: Agent): Agent => plain,
  } = options;
  const config = a2cConfig.parse({
    unrollLength: UNROLL_LENGTH,
    embeddingSize: 16,
    lstmSize: 32,
    entropyCost: 0.01,
    reduction: 'mean',
  });
  const agent = createA2cAgent({ config, imageShape: [20, 20, 3], actions: 3, seed });
  const { trainer, run, close } = await openTraining({
    out,
    make: () => new Memory({ delays: DELAYS }),
    environments: ENVIRONMENTS,
    agent: wrap(agent),
    settings: { seed, unrollLength: UNROLL_LENGTH, learningRate: 0.005, gradientClip: 1 },
  });
  try {
    for (;;) {
      const status = await trainer.iterate();
      if (status.updates % 20 !== 0 && status.updates < updates) continue;
      const score = { updates: status.updates, ...readScore(run.episodes) };
      if (status.updates >= updates || until(score)) return score;
    }
  } finally {
    await close();
    agent.dispose();
  }
}

function readScore(path: string): Omit<MemoryScore, 'updates'> {
  const episodes = readEpisodes(path);
  const long = episodes.filter(({ length }) => length === LONGEST_EPISODE);
  const mean = (of: typeof episodes): number =>
    of.slice(-200).reduce((sum, episode) => sum + episode.return, 0) / Math.min(200, of.length);
  return { all: mean(episodes), long: mean(long) };
}
