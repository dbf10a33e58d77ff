import { deriveSeed } from '@rl-tools/env/random';
import { iqm, mean, median, optimalityGap } from './aggregates.js';
import type { ScoreTable } from './aggregates.js';
import { seededResampler, stratifiedBootstrap } from './bootstrap.js';
import { normalisationOf, normalise } from './normalise.js';
import { performanceProfile, profileThresholds } from './profile.js';
import type {
  Aggregate,
  ArmAggregate,
  ComparisonSettings,
  LevelResult,
  NormalisationKind,
} from './types.js';

/** The ways of making levels comparable, in the order in which they are told. */
export const NORMALISATION_KINDS: readonly NormalisationKind[] = ['human', 'scripted', 'random'];

/** Thresholds of performance profiles. */
const THRESHOLDS = 51;

/** Normalised scores of an arm: level → runs. */
type NormalisedScores = Readonly<Record<string, readonly number[]>>;

/**
 * Aggregates of normalised scores over the levels that every arm has and whose reference scores are
 * known.
 *
 * @param arms - Names of all arms.
 * @returns `null` if there is no such level.
 */
export function aggregateLevels(
  levels: Readonly<Record<string, LevelResult>>,
  { arms, kind, settings }: AggregateRequest,
): Aggregate | null {
  const shared = Object.entries(levels).flatMap(([level, result]) => {
    const normalisation = normalisationOf(result.references, kind);
    const hasAll = arms.every((arm) => arm in result.arms);
    return normalisation && hasAll ? [{ level, result, normalisation }] : [];
  });
  if (shared.length === 0) return null;
  const scores = arms.map((arm): NormalisedScores => {
    const ofArm = shared.map(({ level, result, normalisation }) => [
      level,
      Array.from(normalise(result.arms[arm]!.seeds, normalisation)),
    ]);
    return Object.fromEntries(ofArm) as NormalisedScores;
  });
  const thresholds = profileThresholds(scores.map(tableOf), THRESHOLDS);
  const results = arms.map((arm, i) => {
    const seed = deriveSeed(settings.seed, kind, arm);
    return [arm, aggregateArm(scores[i]!, { thresholds, settings, seed })] as const;
  });
  return {
    levels: shared.map(({ level }) => level),
    thresholds,
    arms: Object.fromEntries(results),
  };
}

/** What is aggregated, and how. */
export interface AggregateRequest {
  readonly arms: readonly string[];
  readonly kind: NormalisationKind;
  readonly settings: ComparisonSettings;
}

function aggregateArm(
  scores: NormalisedScores,
  options: { thresholds: readonly number[]; settings: ComparisonSettings; seed: number },
): ArmAggregate {
  const { thresholds, settings, seed } = options;
  const { replications, curveReplications, confidence } = settings;
  const table = tableOf(scores);
  const figures = stratifiedBootstrap(
    table,
    (drawn) => [iqm(drawn), median(drawn), mean(drawn), optimalityGap(drawn)],
    { replications, confidence, resample: seededResampler(seed) },
  );
  const profile = stratifiedBootstrap(table, (drawn) => performanceProfile(drawn, thresholds), {
    replications: curveReplications,
    confidence,
    resample: seededResampler(deriveSeed(seed, 'profile')),
  });
  return {
    iqm: figures[0]!,
    median: figures[1]!,
    mean: figures[2]!,
    optimalityGap: figures[3]!,
    profile: {
      value: profile.map(({ value }) => value),
      interval: profile.map(({ interval }) => interval),
    },
    scores,
  };
}

function tableOf(scores: NormalisedScores): ScoreTable {
  return Object.values(scores);
}
