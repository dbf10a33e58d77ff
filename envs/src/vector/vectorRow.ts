import { describeValue } from '../describeValue.js';
import type { Env, Info, ResetOptions, StatefulEnv } from '../env.js';
import { EnvError, StateError } from '../errors.js';
import type { Dtype, TypedArrays } from '../spaces/index.js';
import { isStateful } from '../stateful.js';
import { decodeState, encodeState } from '../state/index.js';

/**
 * What follows the end of an episode, after Gymnasium's `AutoresetMode`: the next one begins within
 * the same step (`same-step`), at the next step, whose action is not used (`next-step`), or when the
 * caller resets that environment (`disabled`).
 */
export type AutoresetMode = 'same-step' | 'next-step' | 'disabled';

/** Numbers of one or of many observations. */
export type Observations = TypedArrays[Dtype];

/** What one environment answered to an action, its next episode begun where one ended. */
export interface RowStep {
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  readonly info: Info;
  /** Present where the episode ended: its last observation, a copy, and its last info. */
  readonly final?: { readonly observation: Observations; readonly info: Info };
}

/** What {@link VectorRow} saves of its own. */
type RowState = {
  readonly stepsToCut: number | null;
  readonly episodeStart: boolean;
  /** Present and true where an episode has ended and the next one has not begun. */
  readonly ended?: boolean;
};

const STATE_KIND = 'SyncVectorEnv/1';

/** One environment of a vector, its place in the shared buffer, and the cut of its first episode. */
export class VectorRow {
  /** Steps until the first episode is cut; `null` where it is not, or not any more. */
  #stepsToCut: number | null = null;
  #started = false;
  #episodeStart = false;
  /** The episode has ended and the next one has not begun; never so with `same-step`. */
  #ended = false;

  /**
   * @param env - Owned by the row.
   * @param view - Where its observation goes.
   * @param autoreset - What follows the end of an episode.
   */
  constructor(
    readonly env: Env,
    readonly view: Observations,
    readonly autoreset: AutoresetMode,
  ) {}

  /** Whether an episode has begun, in which or after which the row can step. */
  get started(): boolean {
    return this.#started;
  }

  /** Whether only `reset` may follow. */
  get needsReset(): boolean {
    return this.#ended && this.autoreset === 'disabled';
  }

  /** Whether the current observation is the first of an episode. */
  get episodeStart(): boolean {
    return this.#episodeStart;
  }

  /** @param firstEpisodeSteps - Steps after which this first episode is cut, if at all. */
  reset(options: ResetOptions, firstEpisodeSteps: number | undefined): Info {
    const info = this.#begin(options);
    this.#stepsToCut = firstEpisodeSteps ?? null;
    return info;
  }

  /** Takes an action; with `next-step`, a step after an end begins the next episode instead. */
  step(action: number): RowStep {
    if (this.#ended) {
      return { reward: 0, terminated: false, truncated: false, info: this.#begin({}) };
    }
    const [observation, reward, terminated, cut, info] = this.env.step(action);
    const truncated = this.#countDown() || cut;
    this.#take(observation);
    this.#episodeStart = false;
    if (!terminated && !truncated) return { reward, terminated, truncated, info };
    this.#stepsToCut = null;
    if (this.autoreset !== 'same-step') {
      this.#ended = true;
      return { reward, terminated, truncated, info };
    }
    const final = { observation: this.view.slice(), info };
    return { reward, terminated, truncated, info: this.#begin({}), final };
  }

  saveState(): Uint8Array {
    const value: RowState = {
      stepsToCut: this.#stepsToCut,
      episodeStart: this.#episodeStart,
      ...(this.#ended ? { ended: true } : {}),
    };
    return encodeState({ kind: STATE_KIND, value, nested: this.#stateful().saveState() });
  }

  loadState(state: Uint8Array): void {
    const { value, nested } = decodeState(state, STATE_KIND);
    const { stepsToCut, episodeStart, ended = false } = value as RowState; // STATE_KIND vouches for it
    if (ended && this.autoreset === 'same-step') {
      throw new StateError(
        'the state is of an episode that has ended, which a vector with autoreset same-step never ' +
          'shows. Load it into a vector made with the autoreset mode that saved it.',
      );
    }
    this.#take(this.#stateful().loadState(nested));
    this.#stepsToCut = stepsToCut;
    this.#episodeStart = episodeStart;
    this.#ended = ended;
    this.#started = true;
  }

  #begin(options: ResetOptions): Info {
    const [observation, info] = this.env.reset(options);
    this.#take(observation);
    this.#started = true;
    this.#ended = false;
    this.#episodeStart = true;
    return info;
  }

  /** Whether this step is the one at which the first episode is cut. */
  #countDown(): boolean {
    if (this.#stepsToCut === null) return false;
    this.#stepsToCut--;
    return this.#stepsToCut === 0;
  }

  /** Copies an observation into its place. */
  #take(observation: unknown): void {
    const fits = observation instanceof this.view.constructor;
    if (!fits || (observation as Observations).length !== this.view.length) {
      throw new EnvError(
        `expected an observation of ${this.view.length} numbers in a ${this.view.constructor.name}, ` +
          `got ${describeValue(observation)}. Run checkEnv on the environment.`,
      );
    }
    this.view.set(observation as Observations); // checked above
  }

  #stateful(): StatefulEnv {
    if (isStateful(this.env)) return this.env;
    throw new StateError(
      'the environment cannot save or load its state. Ask canSaveState first, ' +
        'or give the environment saveState and loadState.',
    );
  }
}
