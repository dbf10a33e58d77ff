/**
 * `@rl-tools/cpc`: Contrastive Predictive Coding as an auxiliary loss for agents on TensorFlow.js.
 *
 * The plug-in alone: it needs nothing but the host's own `@tensorflow/tfjs-core`, on any of its
 * backends, in Node and in browsers. The other sub-paths are described in docs/package.md.
 *
 * @packageDocumentation
 */
export { CpcLoss, cpcConfig } from '../auxiliary/index.js';
export type {
  AuxiliaryLoss,
  AuxiliaryMetrics,
  AuxiliaryResult,
  CpcConfig,
  CpcFeatures,
  CpcOptions,
  Negatives,
  UnrollFeatures,
} from '../auxiliary/index.js';
export { ArgumentError, completeWasmKernels, ShapeError } from '../compute/index.js';
