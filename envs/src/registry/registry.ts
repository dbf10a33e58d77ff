import type { Env, EnvSpec } from '../env.js';
import { PassiveEnvChecker } from '../checkEnv/index.js';
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
  /** Mean return from which the task counts as solved. */
  readonly rewardThreshold?: number;
  /** Equal seeds and actions may give different episodes: `checkEnv` does not ask for equal ones. */
  readonly nondeterministic?: boolean;
  /** Whether {@link make} leaves out `PassiveEnvChecker`; it does not if left out. */
  readonly disableEnvChecker?: boolean;
  /** Put around all else, the first one innermost. */
  readonly wrappers?: readonly ((env: Env) => Wrapper)[];
}

/** What `make` may set beside the environment's own options. */
export interface MakeOverrides {
  /** In place of the registered limit; `null` for no limit. */
  readonly maxEpisodeSteps?: number | null | undefined;
  /** In place of what is registered: whether to leave out `PassiveEnvChecker`. */
  readonly disableEnvChecker?: boolean | undefined;
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
  return {
    id,
    options: merged,
    maxEpisodeSteps: limit,
    framesPerStep: frames,
    ...given(registration, 'rewardThreshold'),
    ...given(registration, 'nondeterministic'),
  };
}

/**
 * Makes an environment: `TimeLimit<OrderEnforcing<PassiveEnvChecker<…>>>`, without `TimeLimit` where
 * there is no limit, and with the registered wrappers around it. The caller closes it. The type
 * parameters are what the caller knows of that id; nothing checks them.
 *
 * @param id - A registered id, or the `spec` of an environment that is to be made once more.
 * @throws {@link RegistryError} if the id is unknown; whatever the environment throws at `options`.
 */
export function make<Observation = unknown, Action = unknown>(
  id: string | EnvSpec,
  options?: EnvOptions,
  overrides: MakeOverrides = {},
): Wrapper<Observation, Action> {
  const wanted = typeof id === 'string' ? spec(id, options) : respecify(id, options);
  const registration = find(wanted.id);
  const limit = overrides.maxEpisodeSteps ?? wanted.maxEpisodeSteps;
  const made = {
    ...wanted,
    maxEpisodeSteps: overrides.maxEpisodeSteps === null ? undefined : limit,
  };
  const env = registration.entryPoint(made.options);
  const unchecked = overrides.disableEnvChecker ?? registration.disableEnvChecker ?? false;
  const checked = unchecked ? env : new PassiveEnvChecker(env, made.id);
  return wrap(checked, made, registration.wrappers) as Wrapper<Observation, Action>; // as registered
}

/** The outer part of an environment: what every one gets, then what its registration adds. */
function wrap(checked: Env, made: EnvSpec, wrappers: Registration['wrappers'] = []): Wrapper {
  const ordered = new OrderEnforcing(checked, made);
  const { maxEpisodeSteps } = made;
  const limited = maxEpisodeSteps === undefined ? ordered : new TimeLimit(ordered, maxEpisodeSteps);
  return wrappers.reduce<Wrapper>((env, wrapper) => wrapper(env), limited);
}

/** A spec with further options; its own limit stays where it has one. */
function respecify(given: EnvSpec, options: EnvOptions = {}): EnvSpec {
  const { maxEpisodeSteps } = given;
  const fresh = spec(given.id, { ...given.options, ...options });
  return { ...fresh, maxEpisodeSteps };
}

/** The entry of that name as an object, empty where there is none: absent is not undefined. */
function given<Name extends keyof Registration>(
  registration: Registration,
  name: Name,
): Pick<Registration, Name> | object {
  return registration[name] === undefined ? {} : { [name]: registration[name] };
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
