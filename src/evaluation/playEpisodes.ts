import type { Info, SyncVectorEnv } from '@rl-tools/env';
import type { Arrival } from '../learner/index.js';
import type { Policy } from './policy.js';

/** One finished episode. */
export interface PlayedEpisode {
  /** Sum of the rewards, not clipped. */
  readonly return: number;
  /** Agent steps. */
  readonly length: number;
}

/** What {@link playEpisodes} plays. */
export interface PlayOptions {
  /** Owned by the caller. */
  readonly vector: SyncVectorEnv;
  readonly policy: Policy;
  /** Number of episodes. */
  readonly episodes: number;
  /** One per environment of the vector. */
  readonly seeds: readonly number[];
  /** Called with the first moment and with what follows every step, e.g. to take a picture. */
  readonly onStep?: (seen: Seen) => void;
}

/** A moment of all environments; the arrays belong to the vector. */
export interface Seen {
  /** `[n]` 0/1: the moment is the first of an episode. */
  readonly episodeStarts: Uint8Array;
  /** Info of the observation, by row. */
  readonly infos: readonly Info[];
}

/**
 * Plays a fixed number of whole episodes.
 *
 * Every environment plays its own share of them, however long they take: taking those that finish
 * first would favour short episodes.
 *
 * @returns The episodes, by environment, then in order.
 */
export async function playEpisodes(options: PlayOptions): Promise<PlayedEpisode[]> {
  const { vector, policy, episodes, seeds, onStep } = options;
  const rows = vector.numEnvs;
  const played: PlayedEpisode[][] = Array.from({ length: rows }, () => []);
  const open = Array.from({ length: rows }, () => ({ return: 0, length: 0 }));
  const share = (row: number): number => Math.ceil((episodes - row) / rows);
  const first = vector.reset({ seeds });
  let arrival: Arrival = firstArrival(first.observations, rows);
  onStep?.(first);
  while (played.some((own, row) => own.length < share(row))) {
    const actions = await policy.act(arrival);
    const step = vector.step(actions);
    arrival = { ...present(rows), ...step, rewards: Float32Array.from(step.rewards) } as Arrival;
    onStep?.(step);
    for (let row = 0; row < rows; row++) {
      open[row]!.return += step.rewards[row]!;
      open[row]!.length += 1;
      if (step.terminated[row] === 0 && step.truncated[row] === 0) continue;
      if (played[row]!.length < share(row)) played[row]!.push(open[row]!);
      open[row] = { return: 0, length: 0 };
    }
  }
  return played.flat();
}

function present(rows: number): Pick<Arrival, 'present' | 'restarted'> {
  return { present: new Uint8Array(rows).fill(1), restarted: new Uint8Array(rows) };
}

function firstArrival(observations: unknown, rows: number): Arrival {
  return {
    ...present(rows),
    observations: observations as Uint8Array, // agents see pictures: uint8 boxes
    rewards: new Float32Array(rows),
    terminated: new Uint8Array(rows),
    truncated: new Uint8Array(rows),
    episodeStarts: new Uint8Array(rows).fill(1),
  };
}
