import { describeValue } from '../describeValue.js';
import type { Env, Info, ResetOptions, StatefulEnv } from '../env.js';
import { EnvError, StateError } from '../errors.js';
import type { Dtype, TypedArrays } from '../spaces/index.js';
import { isStateful } from '../stateful.js';
import { decodeState, encodeState } from '../state/index.js';

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
interface RowState {
  readonly stepsToCut: number | null;
  readonly episodeStart: boolean;
}

const STATE_KIND = 'SyncVectorEnv/1';

/** One environment of a vector, its place in the shared buffer, and the cut of its first episode. */
export class VectorRow {
  /** Steps until the first episode is cut; `null` where it is not, or not any more. */
  #stepsToCut: number | null = null;
  #started = false;
  #episodeStart = false;

  /**
   * @param env - Owned by the row.
   * @param view - Where its observation goes.
   */
  constructor(
    readonly env: Env,
    readonly view: Observations,
  ) {}

  /** Whether an episode is running, so that the row can step. */
  get started(): boolean {
    return this.#started;
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

  step(action: number): RowStep {
    const [observation, reward, terminated, ended, info] = this.env.step(action);
    const truncated = this.#countDown() || ended;
    this.#take(observation);
    this.#episodeStart = false;
    if (!terminated && !truncated) return { reward, terminated, truncated, info };
    const final = { observation: this.view.slice(), info };
    this.#stepsToCut = null;
    return { reward, terminated, truncated, info: this.#begin({}), final };
  }

  saveState(): Uint8Array {
    const value = { stepsToCut: this.#stepsToCut, episodeStart: this.#episodeStart };
    return encodeState({ kind: STATE_KIND, value, nested: this.#stateful().saveState() });
  }

  loadState(state: Uint8Array): void {
    const { value, nested } = decodeState(state, STATE_KIND);
    this.#take(this.#stateful().loadState(nested));
    const { stepsToCut, episodeStart } = value as RowState; // STATE_KIND vouches for it
    this.#stepsToCut = stepsToCut;
    this.#episodeStart = episodeStart;
    this.#started = true;
  }

  #begin(options: ResetOptions): Info {
    const [observation, info] = this.env.reset(options);
    this.#take(observation);
    this.#started = true;
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
