import { EnvError } from '../errors.js';
import { SyncVectorEnv } from '../vector/index.js';
import type { VectorOptions } from '../vector/index.js';
import { make } from './registry.js';
import type { EnvOptions, MakeOverrides } from './registry.js';

/** What {@link makeVec} may be told: how each environment is made, and the vector of them. */
export interface MakeVecOptions extends MakeOverrides, VectorOptions {
  /** Number of environments, a whole number from 1. */
  readonly numEnvs: number;
  /** The environments' own options. */
  readonly options?: EnvOptions;
}

/**
 * Makes several equal environments as one vector, after Gymnasium's `make_vec`.
 *
 * @throws {@link RegistryError} if the id is unknown; {@link EnvError} if there is none to make or the
 *   spaces do not fit a vector; whatever the environment throws at its options.
 */
export function makeVec(id: string, settings: MakeVecOptions): SyncVectorEnv {
  const { numEnvs, options, maxEpisodeSteps, disableEnvChecker, ...vector } = settings;
  if (!Number.isSafeInteger(numEnvs) || numEnvs < 1) {
    throw new EnvError(`makeVec: numEnvs must be a whole number above 0, got ${numEnvs}.`);
  }
  const maker = () => make(id, options, { maxEpisodeSteps, disableEnvChecker });
  return new SyncVectorEnv(
    Array.from({ length: numEnvs }, () => maker),
    vector,
  );
}
