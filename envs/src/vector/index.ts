export { SyncVectorEnv } from './syncVectorEnv.js';
export type {
  VectorOptions,
  VectorReset,
  VectorResetOptions,
  VectorStep,
} from './syncVectorEnv.js';
export type { Observations } from './vectorRow.js';
