import type { Env } from '../env.js';
import { EnvError } from '../errors.js';
import { Box, Discrete } from '../spaces/index.js';
import type { Dtype } from '../spaces/index.js';

/** The spaces that every environment of a vector has. */
export interface VectorSpaces {
  readonly observation: Box<Dtype>;
  readonly action: Discrete;
}

/**
 * The spaces that all environments share.
 *
 * @throws {@link EnvError} if there is no environment, the spaces are not `Box` and `Discrete`, an
 *   action does not fit int32, or two environments differ.
 */
export function sharedSpaces(envs: readonly Env[]): VectorSpaces {
  const [first] = envs;
  if (!first) throw new EnvError('SyncVectorEnv: expected at least one environment, got none.');
  const spaces = supportedSpaces(first);
  envs.forEach((env, row) => {
    requireEqual(row, spaces.observation, env.observationSpace);
    requireEqual(row, spaces.action, env.actionSpace);
  });
  return spaces;
}

function supportedSpaces({ observationSpace, actionSpace }: Env): VectorSpaces {
  if (!(observationSpace instanceof Box)) {
    throw new EnvError(
      `SyncVectorEnv: observations must lie in a Box, got ${observationSpace.toString()}. ` +
        'Wrap the environment so that it returns one typed array.',
    );
  }
  if (!(actionSpace instanceof Discrete) || !fitsInt32(actionSpace)) {
    throw new EnvError(
      `SyncVectorEnv: actions must lie in a Discrete within int32, got ${actionSpace.toString()}. ` +
        'Wrap the environment so that it takes one of finitely many whole numbers.',
    );
  }
  return { observation: observationSpace as Box<Dtype>, action: actionSpace }; // instanceof forgets D
}

function fitsInt32({ n, start }: Discrete): boolean {
  return start >= -(2 ** 31) && start + n <= 2 ** 31;
}

function requireEqual(row: number, expected: Box<Dtype> | Discrete, got: Env['actionSpace']): void {
  if (expected.equals(got)) return;
  throw new EnvError(
    `SyncVectorEnv: environment ${row} has ${got.toString()}, environment 0 has ` +
      `${expected.toString()}. All environments of a vector must have equal spaces.`,
  );
}
