/**
 * `@rl-tools/cpc/learner`: trains any {@link Agent} with auxiliary losses, checkpoints and logs, for Node.
 *
 * Environments come from `@rl-tools/cpc/hub`, or from anything with the methods that
 * {@link LearnerEnvironments} asks for; where a run is written, from `@rl-tools/cpc/metrics`.
 *
 * @packageDocumentation
 */
export * from './update.js';
export {
  assignStored,
  readCheckpoint,
  readWeights,
  Trainer,
  TrainingError,
} from '../learner/index.js';
export type {
  LearnerEnvironments,
  LearnerSettings,
  LoadedCheckpoint,
  StoredTensors,
  TrainerParts,
  TrainingState,
  TrainingStatus,
} from '../learner/index.js';
