export { batchInfos, batchStepInfos } from './batchInfos.js';
export type { BatchedInfo } from './batchInfos.js';
export { SyncVectorEnv } from './syncVectorEnv.js';
export type {
  VectorOptions,
  VectorReset,
  VectorResetOptions,
  VectorStep,
} from './syncVectorEnv.js';
export type { AutoresetMode, Observations } from './vectorRow.js';
