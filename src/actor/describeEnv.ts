import { Box, Discrete, isStateful } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import type { EnvironmentDescription } from '../transport/index.js';
import { ActorError } from './errors.js';

/**
 * What the learner must know of an environment.
 *
 * @throws {@link ActorError} unless its observations are a `Box` of uint8 and its actions a
 *   `Discrete` from 0 on.
 */
export function describeEnv(env: Env, id: string): EnvironmentDescription {
  const { observationSpace, actionSpace, spec } = env;
  if (!(observationSpace instanceof Box) || observationSpace.dtype !== 'uint8') {
    throw new ActorError(
      `${id}: observations must be a Box of uint8 to be sent, got ${observationSpace.toString()}`,
    );
  }
  if (!(actionSpace instanceof Discrete) || actionSpace.start !== 0) {
    throw new ActorError(
      `${id}: actions must be a Discrete space from 0 on, got ${actionSpace.toString()}`,
    );
  }
  return {
    observationShape: [...observationSpace.shape],
    observationDtype: 'uint8',
    actions: actionSpace.n,
    maxEpisodeSteps: spec?.maxEpisodeSteps ?? null,
    framesPerStep: spec?.framesPerStep ?? 1,
    canSnapshot: isStateful(env),
  };
}
