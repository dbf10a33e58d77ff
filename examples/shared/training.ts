import * as tf from '@tensorflow/tfjs';
import type { Agent } from './agent.js';
import type { Figures } from './figures.js';
import { Rollouts } from './rollouts.js';
import type { RolloutOptions } from './rollouts.js';

/** How far a training has come. */
export interface Progress {
  /** Updates so far. */
  readonly update: number;
  /** Agent steps of all environments together. */
  readonly steps: number;
  /** Mean return of the last 100 episodes; NaN before the first has ended. */
  readonly meanReturn: number;
  /** CPC's loss in nats; NaN without it. */
  readonly cpcLoss: number;
  /** CPC's accuracy for k = 1 … K; empty without it. */
  readonly cpcAccuracy: readonly number[];
}

/** Rollout after rollout, an update after each, for as long as somebody asks for the next. */
export function* train(
  agent: Agent & { readonly figures: Figures },
  options: RolloutOptions,
): Generator<Progress> {
  const { envs, steps } = options;
  const rollouts = new Rollouts(agent, options);
  for (let update = 1; ; update++) {
    const rollout = rollouts.collect(agent.step);
    agent.update(rollout);
    tf.dispose(rollout);
    yield {
      update,
      steps: update * steps * envs.numEnvs,
      meanReturn: rollouts.meanReturn,
      cpcLoss: agent.figures.loss,
      cpcAccuracy: agent.figures.accuracy,
    };
  }
}
