import { Box, Discrete } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import type { AgentEnvironment } from './agents.js';
import { UsageError } from './usageError.js';

/**
 * What an agent has to know of an environment.
 *
 * @throws if its observations are no uint8 `Box`, or its actions not `Discrete`.
 */
export function describeEnvironment({
  observationSpace,
  actionSpace,
}: Pick<Env, 'observationSpace' | 'actionSpace'>): AgentEnvironment {
  if (!(observationSpace instanceof Box) || observationSpace.dtype !== 'uint8') {
    throw new UsageError(`Expected uint8 Box observations, got ${observationSpace.toString()}.`);
  }
  if (!(actionSpace instanceof Discrete)) {
    throw new UsageError(`Expected Discrete actions, got ${actionSpace.toString()}.`);
  }
  return { observationShape: observationSpace.shape, actions: actionSpace.n };
}
