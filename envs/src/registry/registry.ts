import type { Env, EnvSpec } from '../env.js';
import { EnvError, RegistryError } from '../errors.js';
import { OrderEnforcing, TimeLimit } from '../wrappers/index.js';
import type { Wrapper } from '../wrappers/index.js';
import { nearestIds, requireEnvironmentId } from './environmentId.js';

/** What an environment is made with; which names it knows is up to the environment. */
export type EnvOptions = Readonly<Record<string, unknown>>;

/** How to make the environments of one id. */
export interface Registration {
  /** `[namespace/]name-vN`. A change of behaviour gets a new version N. */
  readonly id: string;
  /** Makes one environment; refuses options it does not know. */
  readonly entryPoint: (options: EnvOptions) => Env;
  /** Defaults; what is given to `make` takes precedence. */
  readonly options?: EnvOptions;
  /** Agent steps after which an episode is truncated; no limit if left out or undefined. */
  readonly maxEpisodeSteps?: number | ((options: EnvOptions) => number | undefined);
  /** Simulator ticks ("frames") per agent step; 1 if left out. */
  readonly framesPerStep?: number | ((options: EnvOptions) => number);
}

/** What `make` may set beside the environment's own options. */
export interface MakeOverrides {
  /** In place of the registered limit; `null` for no limit. */
  readonly maxEpisodeSteps?: number | null | undefined;
}

const registrations = new Map<string, Registration>();

/**
 * Makes an id known to {@link make}.
 *
 * @throws {@link RegistryError} if the id is malformed or taken.
 */
export function register(registration: Registration): void {
  const { id } = registration;
  requireEnvironmentId(id);
  if (registrations.has(id)) {
    throw new RegistryError(
      `register: '${id}' is registered already. Choose another id or version.`,
    );
  }
  registrations.set(id, registration);
}

/** All ids, in alphabetical order. */
export function registeredIds(): string[] {
  return [...registrations.keys()].sort();
}

/**
 * How {@link make} would build an environment with these options.
 *
 * @throws {@link RegistryError} if the id is unknown; {@link EnvError} if the registered
 *   `framesPerStep` is not a whole number above 0.
 */
export function spec(id: string, options: EnvOptions = {}): EnvSpec {
  const registration = find(id);
  const merged = { ...registration.options, ...options };
  const { maxEpisodeSteps, framesPerStep = 1 } = registration;
  const frames = typeof framesPerStep === 'function' ? framesPerStep(merged) : framesPerStep;
  if (!Number.isSafeInteger(frames) || frames < 1) {
    throw new EnvError(`${id}: framesPerStep must be a whole number above 0, got ${frames}.`);
  }
  const limit = typeof maxEpisodeSteps === 'function' ? maxEpisodeSteps(merged) : maxEpisodeSteps;
  return { id, options: merged, maxEpisodeSteps: limit, framesPerStep: frames };
}

/**
 * Makes an environment: `TimeLimit<OrderEnforcing<…>>`, without `TimeLimit` where there is no limit.
 * The caller closes it.
 *
 * @throws {@link RegistryError} if the id is unknown; whatever the environment throws at `options`.
 */
export function make(id: string, options?: EnvOptions, overrides: MakeOverrides = {}): Wrapper {
  const registered = spec(id, options);
  const limit = overrides.maxEpisodeSteps ?? registered.maxEpisodeSteps;
  const maxEpisodeSteps = overrides.maxEpisodeSteps === null ? undefined : limit;
  const env = find(id).entryPoint(registered.options);
  const ordered = new OrderEnforcing(env, { ...registered, maxEpisodeSteps });
  return maxEpisodeSteps === undefined ? ordered : new TimeLimit(ordered, maxEpisodeSteps);
}

function find(id: string): Registration {
  const registration = registrations.get(id);
  if (registration) return registration;
  const nearest = nearestIds(id, registeredIds()).map((known) => `'${known}'`);
  const hint = nearest.length > 0 ? `nearest: ${nearest.join(', ')}` : 'nothing is registered yet';
  throw new RegistryError(
    `make: no environment '${id}' is registered; ${hint}. ` +
      'Import the module that registers it before calling make.',
  );
}
