import type { Env } from '../env.js';
import { sharedSpaces } from './vectorSpaces.js';
import type { VectorSpaces } from './vectorSpaces.js';

/**
 * Makes the environments of a vector. If one cannot be made or does not fit the others, those that
 * were made are closed.
 *
 * @throws Whatever a maker throws; {@link EnvError} if the spaces do not fit.
 */
export function makeAll(makers: readonly (() => Env)[]): { envs: Env[]; spaces: VectorSpaces } {
  const envs: Env[] = [];
  try {
    for (const maker of makers) envs.push(maker());
    return { envs, spaces: sharedSpaces(envs) };
  } catch (error) {
    for (const env of envs) env.close();
    throw error;
  }
}
