import { stratifiedBootstrap } from '../compare/index.js';
import type { Estimate } from '../compare/index.js';
import type { Matrix } from './matrix.js';

/** What one episode adds to R²; sums over its rows, `[M]` where per target column. */
interface EpisodeSums {
  rows: number;
  /** Σ (y − ŷ)², over all columns. */
  squaredErrors: number;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** Rows with the episode each belongs to. */
export interface Predictions {
  readonly targets: Matrix;
  readonly predicted: Matrix;
  /** `[N]`: number of the episode of each row. */
  readonly episodes: readonly number[];
}

/**
 * Coefficient of determination over all target columns together:
 * R² = 1 − Σ ‖y − ŷ‖² / Σ ‖y − ȳ‖², ȳ the mean of the rows that are scored. 1 is perfect; 0 is what
 * their own mean would score; below 0 is worse than that. NaN where the targets do not vary.
 *
 * scikit-learn: `r2_score(…, multioutput='variance_weighted')`.
 */
export function determination(predictions: Predictions): number {
  return scoreOf(episodeSums(predictions));
}

/**
 * {@link determination} with its 95 % percentile bootstrap interval over episodes: rows of one episode
 * are alike, so episodes are what is drawn again.
 */
export function determinationInterval(predictions: Predictions): Estimate {
  const episodes = episodeSums(predictions);
  const drawnFrom = [episodes.map((_, episode) => episode)];
  const score = (drawn: ArrayLike<number>): number =>
    scoreOf(Array.from(drawn, (episode) => episodes[episode]!));
  const [estimate] = stratifiedBootstrap(drawnFrom, ([drawn]) => [score(drawn!)], {
    replications: REPLICATIONS,
  });
  return estimate!; // one figure was asked for
}

/** Enough for two digits of an interval's ends. */
const REPLICATIONS = 2000;

function episodeSums({ targets, predicted, episodes }: Predictions): EpisodeSums[] {
  const { columns } = targets;
  const byEpisode = new Map<number, EpisodeSums>();
  episodes.forEach((episode, row) => {
    const sums = byEpisode.get(episode) ?? noSums(columns);
    byEpisode.set(episode, sums);
    sums.rows++;
    for (let m = 0; m < columns; m++) {
      const target = targets.values[row * columns + m]!;
      sums.squaredErrors += (target - predicted.values[row * columns + m]!) ** 2;
      sums.sums[m]! += target;
      sums.squares[m]! += target ** 2;
    }
  });
  return [...byEpisode.values()];
}

function noSums(columns: number): EpisodeSums {
  return {
    rows: 0,
    squaredErrors: 0,
    sums: new Float64Array(columns),
    squares: new Float64Array(columns),
  };
}

function scoreOf(episodes: readonly EpisodeSums[]): number {
  const total = (of: (episode: EpisodeSums) => number): number =>
    episodes.reduce((sum, episode) => sum + of(episode), 0);
  const rows = total((episode) => episode.rows);
  const columns = episodes[0]!.sums.length;
  let spread = 0;
  for (let m = 0; m < columns; m++) {
    spread += total((episode) => episode.squares[m]!) - total((e) => e.sums[m]!) ** 2 / rows;
  }
  return 1 - total((episode) => episode.squaredErrors) / spread;
}
