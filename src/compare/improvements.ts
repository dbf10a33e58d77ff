import { deriveSeed } from '@rl-tools/env/random';
import { seededResampler, stratifiedBootstrap } from './bootstrap.js';
import { probabilityOfImprovement } from './probability.js';
import type { ComparisonSettings, Improvement } from './types.js';

/** Final scores of an arm by level. */
export interface ArmScores {
  readonly arm: string;
  readonly scores: ReadonlyMap<string, readonly number[]>;
}

/**
 * Probability of improvement for every ordered pair of arms, averaged over the levels both have; a
 * pair without such a level is left out.
 */
export function improvements(
  arms: readonly ArmScores[],
  settings: ComparisonSettings,
): Improvement[] {
  return arms.flatMap((over, i) =>
    arms.slice(i + 1).flatMap((arm) => improvementOf(arm, over, settings)),
  );
}

/** The pair both ways round: P(Y > X) = 1 − P(X > Y), since ties count one half. */
function improvementOf(
  x: ArmScores,
  y: ArmScores,
  { replications, confidence, seed }: ComparisonSettings,
): Improvement[] {
  const levels = [...x.scores.keys()].filter((level) => y.scores.has(level));
  if (levels.length === 0) return [];
  const tables = [x, y].flatMap(({ scores }) => levels.map((level) => scores.get(level)!));
  const [estimate] = stratifiedBootstrap(
    tables,
    (drawn) => [
      probabilityOfImprovement(drawn.slice(0, levels.length), drawn.slice(levels.length)),
    ],
    {
      replications,
      confidence,
      resample: seededResampler(deriveSeed(seed, x.arm, y.arm, 'improvement', ...levels)),
    },
  );
  const { value, interval } = estimate!;
  const [lower, upper] = interval;
  return [
    { arm: x.arm, over: y.arm, value, interval, levels },
    { arm: y.arm, over: x.arm, value: 1 - value, interval: [1 - upper, 1 - lower], levels },
  ];
}
