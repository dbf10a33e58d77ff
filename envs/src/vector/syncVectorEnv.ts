import type { Env, EnvSpec, Info, ResetOptions } from '../env.js';
import { EnvError, InvalidActionError, ResetNeededError } from '../errors.js';
import { createArray } from '../spaces/index.js';
import type { Box, Discrete, Dtype, MultiDiscrete } from '../spaces/index.js';
import { isStateful } from '../stateful.js';
import { batchedBox, batchedDiscrete } from './batchedSpaces.js';
import { makeAll } from './makeAll.js';
import { VectorRow } from './vectorRow.js';
import type { AutoresetMode, Observations, RowStep } from './vectorRow.js';

const AUTORESET_MODES: readonly string[] = ['same-step', 'next-step', 'disabled'];

/** Arguments of {@link SyncVectorEnv.reset}. */
export interface VectorResetOptions {
  /** One per environment; undefined: that environment's generator goes on from where it is. */
  readonly seeds?: readonly (number | undefined)[];
  /** Passed to every environment. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Which environments to reset, one truth value per row; all if left out. At least one. */
  readonly mask?: ArrayLike<boolean | number>;
}

/** What {@link SyncVectorEnv.reset} returns; the arrays belong to the vector, as with a step's. */
export interface VectorReset {
  readonly observations: Observations;
  readonly episodeStarts: Uint8Array;
  /** Empty where `mask` left an environment out. */
  readonly infos: readonly Info[];
}

/**
 * What {@link SyncVectorEnv.step} returns, one row per environment. The arrays belong to the vector
 * and hold these values until the next step, reset or `loadState`.
 */
export interface VectorStep {
  /**
   * `[n, ...shape]`, row-major. With `same-step`, where an episode ended, the first observation of
   * the next; with the other modes, the last one of that which ended.
   */
  readonly observations: Observations;
  /** `[n]` rewards of the actions taken. */
  readonly rewards: Float64Array;
  /** `[n]` 0/1: the action ended the episode. */
  readonly terminated: Uint8Array;
  /** `[n]` 0/1: the episode was cut off at this action. */
  readonly truncated: Uint8Array;
  /** `[n]` 0/1: the observation is the first of an episode. */
  readonly episodeStarts: Uint8Array;
  /** With `same-step`: last observations of the episodes that ended, by row; the caller's to keep. */
  readonly finalObservations: ReadonlyMap<number, Observations>;
  /** Infos of `observations`, by row; `batchInfos` makes columns of them. */
  readonly infos: readonly Info[];
  /** Infos of `finalObservations`, by row. */
  readonly finalInfos: ReadonlyMap<number, Info>;
}

/** Settings of a {@link SyncVectorEnv}. */
export interface VectorOptions {
  /** What follows the end of an episode; `same-step` if left out (Gymnasium: `next-step`). */
  readonly autoreset?: AutoresetMode;
  /**
   * Agent steps, from 1, after which the first episode of each environment is truncated; undefined:
   * it is not. Keeps episodes of a fixed length from all ending together. After `reset` the next
   * episode is a first one again.
   */
  readonly firstEpisodeSteps?: readonly (number | undefined)[];
}

/**
 * Environments that step one after another in this thread, after Gymnasium's `SyncVectorEnv`, with its
 * three {@link AutoresetMode}s.
 *
 * Observations must lie in a `Box`, actions in a `Discrete`. The vector owns its environments.
 */
export class SyncVectorEnv {
  readonly numEnvs: number;
  /** Observation space of each environment. */
  readonly singleObservationSpace: Box<Dtype>;
  /** Action space of each environment. */
  readonly singleActionSpace: Discrete;
  /** How the first environment was made, where `make` made it. */
  readonly spec: EnvSpec | undefined;
  /** Whether every environment can save and load its state. */
  readonly canSaveState: boolean;
  /** What follows the end of an episode. */
  readonly autoreset: AutoresetMode;
  /** Current observations `[n, ...shape]`; the very array that `reset` and `step` return. */
  readonly observations: Observations;
  /** `[n]` 0/1: the current observation is the first of an episode. */
  readonly episodeStarts: Uint8Array;
  readonly #rows: readonly VectorRow[];
  readonly #firstEpisodeSteps: readonly (number | undefined)[];
  readonly #rewards: Float64Array;
  readonly #terminated: Uint8Array;
  readonly #truncated: Uint8Array;

  /**
   * @param makers - Each makes one environment, in the order of the rows.
   * @throws {@link EnvError} if the spaces are not supported or differ, or an option does not fit;
   *   whatever a maker throws.
   */
  constructor(
    makers: readonly (() => Env)[],
    { firstEpisodeSteps = [], autoreset = 'same-step' }: VectorOptions = {},
  ) {
    requireFirstEpisodeSteps(firstEpisodeSteps, makers.length);
    requireAutoreset(autoreset);
    this.autoreset = autoreset;
    const { envs, spaces } = makeAll(makers);
    const { size, dtype } = spaces.observation;
    this.numEnvs = envs.length;
    this.singleObservationSpace = spaces.observation;
    this.singleActionSpace = spaces.action;
    this.spec = envs[0]?.spec;
    this.canSaveState = envs.every(isStateful);
    const observations: Observations = createArray(dtype, envs.length * size);
    this.observations = observations;
    this.#rows = envs.map((env, row) => {
      return new VectorRow(env, observations.subarray(row * size, (row + 1) * size), autoreset);
    });
    this.#firstEpisodeSteps = firstEpisodeSteps;
    this.episodeStarts = new Uint8Array(envs.length);
    this.#rewards = new Float64Array(envs.length);
    this.#terminated = new Uint8Array(envs.length);
    this.#truncated = new Uint8Array(envs.length);
  }

  /** Space of `observations`: a `Box` of `[n, ...shape]`. */
  get observationSpace(): Box<Dtype> {
    return batchedBox(this.singleObservationSpace, this.numEnvs);
  }

  /** Space of the actions that `step` takes. */
  get actionSpace(): MultiDiscrete {
    return batchedDiscrete(this.singleActionSpace, this.numEnvs);
  }

  /**
   * Begins a new episode in every environment, or in those that `mask` names.
   *
   * @throws {@link EnvError} if there are not as many seeds or truth values as environments, no
   *   environment is to be reset, or one fails.
   */
  reset({ seeds, options, mask }: VectorResetOptions = {}): VectorReset {
    requireRows('seeds', seeds, this.numEnvs);
    requireRows('mask', mask, this.numEnvs);
    if (mask && !Array.from(mask).some(Boolean)) {
      throw new EnvError('SyncVectorEnv.reset: mask must name at least one environment.');
    }
    const infos = this.#rows.map((_, row) =>
      mask && !mask[row] ? {} : this.#resetRow(row, { seed: seeds?.[row], options }),
    );
    const { observations, episodeStarts } = this;
    return { observations, episodeStarts, infos };
  }

  /**
   * Takes one action in every environment; what follows the end of an episode is up to `autoreset`.
   *
   * @param actions - `[n]`, one per environment, all in `singleActionSpace`.
   * @throws {@link InvalidActionError} or {@link ResetNeededError} before anything has changed;
   *   {@link EnvError} if an environment fails, after which only `reset` or `close` make sense.
   */
  step(actions: Int32Array): VectorStep {
    this.#requireActions(actions);
    this.#requireStarted();
    const steps = this.#rows.map((_, row) => this.#stepRow(row, actions[row]!));
    const ended = steps.flatMap(({ final }, row) => (final ? [{ row, ...final }] : []));
    return {
      observations: this.observations,
      rewards: this.#rewards,
      terminated: this.#terminated,
      truncated: this.#truncated,
      episodeStarts: this.episodeStarts,
      finalObservations: new Map(ended.map(({ row, observation }) => [row, observation])),
      infos: steps.map(({ info }) => info),
      finalInfos: new Map(ended.map(({ row, info }) => [row, info])),
    };
  }

  /**
   * The whole state of one environment, with what is left until the cut of its first episode.
   *
   * @throws {@link EnvError} if the environment cannot save its state.
   */
  saveState(row: number): Uint8Array {
    return this.#use(row, (env) => env.saveState());
  }

  /**
   * Lets one environment go on exactly where {@link saveState} was called, in this or another vector:
   * its row of `observations` and `episodeStarts` is as it was then.
   *
   * @throws {@link EnvError} if the bytes are no state of this environment.
   */
  loadState(row: number, state: Uint8Array): void {
    this.#use(row, (env) => {
      env.loadState(state);
    });
  }

  /** Closes all environments; twice is harmless. */
  close(): void {
    for (const { env } of this.#rows) env.close();
  }

  #resetRow(row: number, options: ResetOptions): Info {
    return this.#use(row, (env) => env.reset(options, this.#firstEpisodeSteps[row]));
  }

  #stepRow(row: number, action: number): RowStep {
    const step = this.#use(row, (env) => env.step(action));
    this.#rewards[row] = step.reward;
    this.#terminated[row] = Number(step.terminated);
    this.#truncated[row] = Number(step.truncated);
    return step;
  }

  /** Runs `action` on a row; an error then says which row it was. */
  #use<Result>(row: number, action: (env: VectorRow) => Result): Result {
    const env = this.#rows[row];
    if (!env) {
      throw new EnvError(
        `SyncVectorEnv: expected a row from 0 to ${this.numEnvs - 1}, got ${row}.`,
      );
    }
    try {
      const result = action(env);
      this.episodeStarts[row] = Number(env.episodeStart);
      return result;
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new EnvError(`SyncVectorEnv: environment ${row}: ${message}`, { cause });
    }
  }

  #requireActions(actions: Int32Array): void {
    if (!(actions instanceof Int32Array) || actions.length !== this.numEnvs) {
      throw new InvalidActionError(
        `SyncVectorEnv.step: expected an Int32Array of ${this.numEnvs} actions, ` +
          `got ${Object.prototype.toString.call(actions)} of length ${String((actions as ArrayLike<number>).length)}.`,
      );
    }
    const space = this.singleActionSpace;
    const row = actions.findIndex((action) => !space.contains(action));
    if (row === -1) return;
    throw new InvalidActionError(
      `SyncVectorEnv.step: environment ${row}: expected an action in ${space.toString()}, ` +
        `got ${actions[row]!}. No environment has been stepped.`,
    );
  }

  #requireStarted(): void {
    const row = this.#rows.findIndex(({ started, needsReset }) => !started || needsReset);
    if (row === -1) return;
    if (!this.#rows[row]!.started) {
      throw new ResetNeededError(
        `SyncVectorEnv.step: environment ${row} has no episode yet. Call reset() or loadState() first.`,
      );
    }
    throw new ResetNeededError(
      `SyncVectorEnv.step: the episode of environment ${row} has ended and autoreset is disabled. ` +
        'Call reset({ mask }) with that row first.',
    );
  }
}

function requireRows(name: string, list: ArrayLike<unknown> | undefined, rows: number): void {
  if (!list || list.length === rows) return;
  const one = name === 'seeds' ? 'seeds' : 'truth values in mask';
  throw new EnvError(
    `SyncVectorEnv.reset: expected ${rows} ${one}, one per environment, got ${list.length}.`,
  );
}

function requireAutoreset(mode: string): void {
  if (AUTORESET_MODES.includes(mode)) return;
  throw new EnvError(
    `SyncVectorEnv: autoreset must be one of ${AUTORESET_MODES.join(', ')}, got '${mode}'.`,
  );
}

function requireFirstEpisodeSteps(steps: readonly (number | undefined)[], rows: number): void {
  if (steps.length !== 0 && steps.length !== rows) {
    throw new EnvError(
      `SyncVectorEnv: firstEpisodeSteps must have one entry per environment (${rows}), got ${steps.length}.`,
    );
  }
  const wrong = steps.find(
    (limit) => limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 1),
  );
  if (wrong === undefined) return;
  throw new EnvError(
    `SyncVectorEnv: firstEpisodeSteps must hold whole numbers above 0 or undefined, got ${wrong}.`,
  );
}
