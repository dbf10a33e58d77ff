import { meanOf } from './aggregates.js';
import type { Scores, ScoreTable } from './aggregates.js';
import { CompareError } from './errors.js';

/**
 * Probability that a run of X scores higher than one of Y, averaged over levels:
 * P(X > Y) = (1/M) Σₘ Uₘ / (Nₘ Kₘ),  Uₘ = Σₙ Σₖ S(xₘₙ, yₘₖ),  S = 1 where x > y, ½ where x = y, else 0.
 *
 * Uₘ is the Mann–Whitney statistic. The scale of a level does not matter, only order within it.
 *
 * Source: Agarwal et al. 2021, arXiv:2108.13264, §4.3; rliable `probability_of_improvement`.
 *
 * @param x - Scores of arm X, an entry per level.
 * @param y - Scores of arm Y on the same levels in the same order.
 * @returns 0 to 1; ½ where the arms are alike.
 * @throws {@link CompareError} if the arms do not have the same number of levels, or one is empty.
 */
export function probabilityOfImprovement(x: ScoreTable, y: ScoreTable): number {
  if (x.length !== y.length || x.length === 0) {
    throw new CompareError(
      `probabilityOfImprovement: expected both arms on the same levels, got ${x.length} and ${y.length}.`,
    );
  }
  return meanOf(x.map((scores, level) => shareOfWins(scores, y[level]!)));
}

function shareOfWins(x: Scores, y: Scores): number {
  if (x.length === 0 || y.length === 0) {
    throw new CompareError(
      'probabilityOfImprovement: expected at least one run per arm and level.',
    );
  }
  let wins = 0;
  const { length: runsOfX } = x;
  const { length: runsOfY } = y;
  for (let n = 0; n < runsOfX; n++) {
    for (let k = 0; k < runsOfY; k++) {
      if (x[n]! > y[k]!) wins += 1;
      else if (x[n] === y[k]) wins += 0.5;
    }
  }
  return wins / (runsOfX * runsOfY);
}
