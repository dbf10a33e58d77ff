import { deriveSeed, SyncVectorEnv } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import { playEpisodes } from '../evaluation/index.js';
import type { PlayedEpisode, Policy, PolicyOptions, Seen } from '../evaluation/index.js';
import type { OpenedRun } from './loadAgent.js';
import { describeEnvironment } from './spaces.js';

/** What {@link playRun} plays. */
export interface PlayRequest {
  readonly episodes: number;
  /** Seeds environments and policy; not the training's seed, so that episodes are new. */
  readonly seed: number;
  /** Makes the policy, which is disposed at the end. */
  readonly makePolicy: (options: PolicyOptions) => Policy;
  /** Called with the first moment and with what follows every step. */
  readonly onStep?: (seen: Seen, environments: readonly Env[]) => void;
}

const MOST_ENVIRONMENTS = 16;

/**
 * Plays whole episodes in a run's environments, up to 16 of them at a time; environment r plays
 * ⌈(episodes − r) / environments⌉ of them.
 *
 * @returns The episodes, by environment, then in order.
 */
export async function playRun(
  run: OpenedRun,
  { episodes, seed, makePolicy, onStep }: PlayRequest,
): Promise<PlayedEpisode[]> {
  const count = Math.min(MOST_ENVIRONMENTS, episodes);
  const environments = Array.from({ length: count }, () => run.makeEnvironment());
  const vector = new SyncVectorEnv(environments.map((environment) => () => environment));
  const policy = makePolicy({
    environments: count,
    ...describeEnvironment({
      observationSpace: vector.singleObservationSpace,
      actionSpace: vector.singleActionSpace,
    }),
    seed: deriveSeed(seed, 'policy'),
  });
  const seeds = environments.map((_, row) => deriveSeed(seed, 'environment', row));
  try {
    return await playEpisodes({
      vector,
      policy,
      episodes,
      seeds,
      onStep: (seen) => onStep?.(seen, environments),
    });
  } finally {
    policy.dispose();
    vector.close();
  }
}
