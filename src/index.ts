/**
 * `@rl-tools/cpc`: Contrastive Predictive Coding as an auxiliary loss for agents on TensorFlow.js.
 *
 * This entry holds the plug-in alone: it needs nothing but the host's own `@tensorflow/tfjs-core`.
 */
export { CpcLoss, cpcConfig } from './auxiliary/index.js';
export type {
  AuxiliaryLoss,
  AuxiliaryMetrics,
  AuxiliaryResult,
  CpcConfig,
  CpcFeatures,
  CpcOptions,
  Negatives,
  UnrollFeatures,
} from './auxiliary/index.js';
export { ArgumentError, ShapeError } from './compute/index.js';
