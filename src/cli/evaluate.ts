import { deriveSeed, SyncVectorEnv } from '@rl-tools/env';
import { agentPolicy, playEpisodes, randomPolicy } from '../evaluation/index.js';
import type { PlayedEpisode, Policy, PolicyOptions } from '../evaluation/index.js';
import { startEngine } from './engine.js';
import { loadAgent, openRun } from './loadAgent.js';
import type { OpenedRun } from './loadAgent.js';
import { describeEnvironment } from './spaces.js';

/** What `evaluate --json` prints. */
export interface Evaluation {
  readonly level: string;
  readonly episodes: number;
  /** Mean return of the trained agent, actions drawn from its policy; rewards not clipped. */
  readonly meanReturn: number;
  /** Standard error of that mean over episodes. */
  readonly standardError: number;
  /** Mean return of a policy that takes every action with the same probability. */
  readonly randomReturn: number;
  readonly seed: number;
}

/** What {@link evaluateRun} is asked for. */
export interface EvaluateOptions {
  readonly episodes: number;
  /** Seeds environments and policies; not the training's seed, so that episodes are new. */
  readonly seed: number;
}

const MOST_ENVIRONMENTS = 16;

/** Plays episodes with the newest checkpoint of a run, and as many at random. */
export async function evaluateRun(
  path: string,
  { episodes, seed }: EvaluateOptions,
): Promise<Evaluation> {
  const run = openRun(path);
  await startEngine(run.config.engine);
  const play = (make: (options: PolicyOptions) => Policy): Promise<PlayedEpisode[]> =>
    playWith(run, { make, episodes, seed });
  const trained = await play((options) => {
    const agent = loadAgent(run, options);
    const policy = agentPolicy(agent, options);
    return {
      act: (arrival) => policy.act(arrival),
      dispose: () => {
        policy.dispose();
        agent.dispose();
      },
    };
  });
  const random = await play(randomPolicy);
  const returns = trained.map((episode) => episode.return);
  return {
    level: run.config.env.id,
    episodes,
    meanReturn: mean(returns),
    standardError: standardError(returns),
    randomReturn: mean(random.map((episode) => episode.return)),
    seed,
  };
}

/** Evaluation as text for people. */
export function formatEvaluation(evaluation: Evaluation): string {
  const { level, episodes, meanReturn, standardError: error, randomReturn } = evaluation;
  return (
    `${level}, ${episodes} episodes: trained agent ${meanReturn.toFixed(2)} ± ${error.toFixed(2)}, ` +
    `random policy ${randomReturn.toFixed(2)} (mean return)`
  );
}

async function playWith(
  run: OpenedRun,
  options: EvaluateOptions & { readonly make: (options: PolicyOptions) => Policy },
): Promise<PlayedEpisode[]> {
  const { episodes, seed } = options;
  const environments = Math.min(MOST_ENVIRONMENTS, episodes);
  const rows = Array.from({ length: environments }, (_, row) => row);
  const vector = new SyncVectorEnv(rows.map(() => () => run.makeEnvironment()));
  const { observationShape, actions } = describeEnvironment({
    observationSpace: vector.singleObservationSpace,
    actionSpace: vector.singleActionSpace,
  });
  const policySeed = deriveSeed(seed, 'policy');
  const policy = options.make({ environments, observationShape, actions, seed: policySeed });
  const seeds = rows.map((row) => deriveSeed(seed, 'environment', row));
  try {
    return await playEpisodes({ vector, policy, episodes, seeds });
  } finally {
    policy.dispose();
    vector.close();
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
