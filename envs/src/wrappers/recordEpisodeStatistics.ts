import type { Env, Info, ResetOptions, StepResult } from '../env.js';
import { EnvError } from '../errors.js';
import { Wrapper } from './wrapper.js';

/** What an episode came to; the names are Gymnasium's. */
export type EpisodeStatistics = {
  /** Return: the sum of rewards, without discount. */
  readonly r: number;
  /** Length in agent steps. */
  readonly l: number;
  /** Seconds by the clock since its reset, rounded to 10⁻⁶. */
  readonly t: number;
};

/** Settings of {@link RecordEpisodeStatistics}. */
export interface StatisticsOptions {
  /** Episodes that `recent` holds; 100 if left out. */
  readonly bufferLength?: number;
  /** Name of the entry in the infos; `episode` if left out. */
  readonly key?: string;
  /** The time in seconds; by the system's clock if left out. Only `t` depends on it. */
  readonly clock?: () => number;
}

/** What a state holds; the running episode's time so far, as clocks differ. */
type OwnState = {
  readonly episodeReturn: number;
  readonly episodeLength: number;
  readonly elapsedSeconds: number;
  readonly episodeCount: number;
  readonly recent: readonly EpisodeStatistics[];
};

/**
 * Adds return, length and duration to the info of each episode's last step, after Gymnasium's
 * `RecordEpisodeStatistics`, and remembers those of the last episodes.
 */
export class RecordEpisodeStatistics<Observation = unknown, Action = unknown> extends Wrapper<
  Observation,
  Action
> {
  protected readonly stateKind = 'RecordEpisodeStatistics/1';
  readonly #bufferLength: number;
  readonly #key: string;
  readonly #clock: () => number;
  #recent: EpisodeStatistics[] = [];
  #episodeCount = 0;
  #episodeReturn = 0;
  #episodeLength = 0;
  #startSeconds = 0;

  /** @throws {@link EnvError} if `bufferLength` is not a whole number from 0. */
  constructor(
    env: Env<Observation, Action>,
    { bufferLength = 100, key = 'episode', clock = systemSeconds }: StatisticsOptions = {},
  ) {
    super(env);
    if (!Number.isSafeInteger(bufferLength) || bufferLength < 0) {
      throw new EnvError(
        `RecordEpisodeStatistics: bufferLength must be a whole number from 0, got ${bufferLength}.`,
      );
    }
    this.#bufferLength = bufferLength;
    this.#key = key;
    this.#clock = clock;
  }

  /** Episodes that have ended. */
  get episodeCount(): number {
    return this.#episodeCount;
  }

  /** The last episodes that ended, oldest first. */
  get recent(): readonly EpisodeStatistics[] {
    return this.#recent;
  }

  override reset(options?: ResetOptions): [observation: Observation, info: Info] {
    const result = this.env.reset(options);
    this.#startSeconds = this.#clock();
    this.#episodeReturn = 0;
    this.#episodeLength = 0;
    return result;
  }

  /** @throws {@link EnvError} if the info has an entry of that name already. */
  override step(action: Action): StepResult<Observation> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    this.#episodeReturn += reward;
    this.#episodeLength++;
    if (!terminated && !truncated) return [observation, reward, terminated, truncated, info];
    if (this.#key in info) {
      throw new EnvError(
        `RecordEpisodeStatistics: the info has an entry '${this.#key}' already. ` +
          'Give another key, or wrap only once.',
      );
    }
    const extended = { ...info, [this.#key]: this.#finish() };
    return [observation, reward, terminated, truncated, extended];
  }

  protected saveOwnState(): OwnState {
    return {
      episodeReturn: this.#episodeReturn,
      episodeLength: this.#episodeLength,
      elapsedSeconds: this.#clock() - this.#startSeconds,
      episodeCount: this.#episodeCount,
      recent: this.#recent,
    };
  }

  protected loadOwnState(value: unknown): void {
    const state = value as OwnState; // 'RecordEpisodeStatistics/1' vouches for it
    this.#episodeReturn = state.episodeReturn;
    this.#episodeLength = state.episodeLength;
    this.#startSeconds = this.#clock() - state.elapsedSeconds;
    this.#episodeCount = state.episodeCount;
    this.#recent = [...state.recent];
  }

  #finish(): EpisodeStatistics {
    const now = this.#clock();
    const statistics = {
      r: this.#episodeReturn,
      l: this.#episodeLength,
      t: Math.round((now - this.#startSeconds) * 1e6) / 1e6,
    };
    this.#recent =
      this.#bufferLength === 0 ? [] : [...this.#recent, statistics].slice(-this.#bufferLength);
    this.#episodeCount++;
    this.#startSeconds = now;
    return statistics;
  }
}

function systemSeconds(): number {
  return performance.now() / 1000;
}
