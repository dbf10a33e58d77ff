/** Statistics over runs: reads their files, needs no tensors. `docs/compare.md` has the formulas. */
export type {
  Aggregate,
  ArmAggregate,
  ArmCurve,
  ArmResult,
  Comparison,
  ComparisonSettings,
  Estimate,
  FramesToReach,
  Improvement,
  Interval,
  LevelResult,
  NormalisationKind,
  ReferenceEntry,
  ReferenceScores,
  RunResult,
  Selection,
} from './types.js';
export { iqm, mean, median, optimalityGap, type Scores, type ScoreTable } from './aggregates.js';
export {
  percentileInterval,
  seededResampler,
  stratifiedBootstrap,
  type BootstrapOptions,
  type Resampler,
} from './bootstrap.js';
export { settingsByPath } from './configDifferences.js';
export { areaUnderCurve, binEnds, learningCurve, type Axis, type Points } from './curve.js';
export { curveIntervals, type CurveEstimates } from './curveIntervals.js';
export { compareRuns } from './compareRuns.js';
export { episodesUntil, finalScore, framesToReach, type Episodes } from './episodes.js';
export { CompareError } from './errors.js';
export { findRuns, type FoundRuns } from './findRuns.js';
export { formatComparison } from './formatComparison.js';
export { groupBy } from './groupBy.js';
export { counted } from './listed.js';
export { normalisationOf, normalise, type Normalisation } from './normalise.js';
export type { CompareOptions } from './options.js';
export { probabilityOfImprovement } from './probability.js';
export { performanceProfile, profileThresholds } from './profile.js';
export { quantile } from './quantile.js';
export {
  armOf,
  readConfig as readRunConfig,
  readRun,
  readRuns,
  type ReadRuns,
} from './readRuns.js';
export { readReferenceTable, referencesOf } from './references.js';
export type { Run } from './run.js';
export { secondsAt } from './secondsAt.js';
export { shortCommit } from './shortCommit.js';
export type { DrawChoice } from './selectDraws.js';
