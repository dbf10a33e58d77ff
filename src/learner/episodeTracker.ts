import type { Arrival } from './unrollBuffer.js';

/** One finished episode. */
export interface FinishedEpisode {
  readonly environment: number;
  /** Sum of the rewards, not clipped. */
  readonly return: number;
  /** Agent steps. */
  readonly length: number;
}

/** What an environment has collected since its episode began. */
export interface OpenEpisode {
  return: number;
  length: number;
  /** Whether the episode is left out of the statistics because it was cut short on purpose. */
  staggered: boolean;
}

/**
 * Adds up rewards until an episode ends.
 *
 * The first episode of every environment is cut at a random step where episodes have a fixed length
 * (they would all end together otherwise); such an episode is not reported.
 */
export class EpisodeTracker {
  readonly #open: OpenEpisode[];
  readonly #staggerFirst: boolean;

  constructor(environments: number, { staggerFirst }: { readonly staggerFirst: boolean }) {
    this.#staggerFirst = staggerFirst;
    this.#open = Array.from({ length: environments }, () => this.#fresh());
  }

  /** The open episodes, to be written down. */
  state(): readonly Readonly<OpenEpisode>[] {
    return this.#open.map((episode) => ({ ...episode }));
  }

  /** Goes on from what {@link state} gave. */
  restore(state: readonly Readonly<OpenEpisode>[]): void {
    state.forEach((episode, environment) => (this.#open[environment] = { ...episode }));
  }

  /** Forgets the open episode of an environment that began anew. */
  restart(environment: number): void {
    this.#open[environment] = this.#fresh();
  }

  /** Takes the outcome of one action per environment, from `first` on; returns what it finished. */
  add(first: number, arrival: Arrival): FinishedEpisode[] {
    const finished: FinishedEpisode[] = [];
    arrival.rewards.forEach((reward, i) => {
      const environment = first + i;
      if (arrival.present[i] === 0 || arrival.restarted[i] === 1) {
        this.restart(environment);
        return;
      }
      const episode = this.#open[environment]!;
      episode.return += reward;
      episode.length += 1;
      if (arrival.terminated[i] === 0 && arrival.truncated[i] === 0) return;
      const { return: total, length } = episode;
      if (!episode.staggered) finished.push({ environment, return: total, length });
      this.#open[environment] = { return: 0, length: 0, staggered: false };
    });
    return finished;
  }

  #fresh(): OpenEpisode {
    return { return: 0, length: 0, staggered: this.#staggerFirst };
  }
}
