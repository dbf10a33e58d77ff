import { Random } from '@rl-tools/env';
import { ProbeError } from './errors.js';

/** Rows by what they are for; an episode is never in two parts. */
export interface Split {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

/** Shares of the episodes that are held out. */
const VALIDATION_SHARE = 0.2;
const TEST_SHARE = 0.2;

/** Fewest episodes: two to test on, or there is no interval. */
const FEWEST_EPISODES = 10;

/**
 * Splits rows by their episodes, 60 % to learn from, 20 % to choose the penalty on, 20 % to score,
 * episodes in an order drawn from `seed`.
 *
 * @param episodes - `[N]`: number of the episode of each row.
 * @throws {@link ProbeError} if there are fewer than 10 episodes.
 */
export function splitByEpisode(episodes: readonly number[], seed: number): Split {
  const order = shuffled([...new Set(episodes)], new Random(seed));
  if (order.length < FEWEST_EPISODES) {
    throw new ProbeError(
      `probe: expected rows of at least ${FEWEST_EPISODES} episodes, got ${order.length}. ` +
        'Play more with --episodes.',
    );
  }
  const validation = Math.round(VALIDATION_SHARE * order.length);
  const test = Math.round(TEST_SHARE * order.length);
  const part = (from: number, to: number): number[] => {
    const chosen = new Set(order.slice(from, to));
    return episodes.flatMap((episode, row) => (chosen.has(episode) ? [row] : []));
  };
  return {
    test: part(0, test),
    validation: part(test, test + validation),
    train: part(test + validation, order.length),
  };
}

/** Fisher and Yates' shuffle. */
function shuffled(values: readonly number[], random: Random): number[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    [result[last], result[chosen]] = [result[chosen]!, result[last]!];
  }
  return result;
}
