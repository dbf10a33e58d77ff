export { actionNoise } from './actionNoise.js';
export type { NoiseKey } from './actionNoise.js';
export type {
  ActInputs,
  Agent,
  AgentState,
  Decision,
  Percept,
  Percepts,
  UnrollBatch,
  UnrollResult,
} from './agent.js';
export { assignStored, readCheckpoint, readWeights } from './checkpoint.js';
export type { LoadedCheckpoint, StoredTensors, TrainingState } from './checkpoint.js';
export { TrainingError } from './errors.js';
export { Trainer } from './trainer.js';
export type {
  LearnerEnvironments,
  LearnerSettings,
  TrainerParts,
  TrainingStatus,
} from './trainer.js';
export { UnrollBuffer } from './unrollBuffer.js';
export type { Arrival, UnrollShape } from './unrollBuffer.js';
export { drawsOf, trainableVariables, update } from './update.js';
export type { DetachedFeature, Draws, UpdateInputs, UpdateParts } from './update.js';
export * from './hub/index.js';
