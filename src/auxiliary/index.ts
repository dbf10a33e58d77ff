export type {
  AuxiliaryLoss,
  AuxiliaryMetrics,
  AuxiliaryResult,
  UnrollFeatures,
} from './auxiliaryLoss.js';
export * from './cpc/index.js';
