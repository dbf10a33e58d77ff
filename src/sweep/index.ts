/** Sweeps: which trials a sweep file means, and how a trial's folder says which one it holds. */
export { drawHyperparameter, type Distribution, type Hyperparameter } from './search.js';
export { isSettings, mergeSettings, type Settings } from './settings.js';
export { sweepConfig, type SweepConfig, type SweepLevel } from './sweepConfig.js';
export {
  readTrialFile,
  trialFilePath,
  trialSchema,
  writeTrialFile,
  type TrialRecord,
} from './trialFile.js';
export { resolveTrial, sweepTrials, trialName, type ResolvedTrial, type Trial } from './trials.js';
