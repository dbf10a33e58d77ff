export type {
  AuxiliaryLoss,
  AuxiliaryMetrics,
  AuxiliaryResult,
  UnrollFeatures,
} from './auxiliaryLoss.js';
export { ActionCpcLoss, actionCpcConfig } from './actionCpc/index.js';
export type { ActionCpcConfig, ActionCpcFeatures, ActionCpcOptions } from './actionCpc/index.js';
export { AuxiliaryWatch, WARNING_TEXTS } from './auxiliaryWatch.js';
export type { AuxiliaryWarning, MetricValues } from './auxiliaryWatch.js';
export { checkGradients } from './checkGradients.js';
export type { GradientProbe, GradientReport } from './checkGradients.js';
export { cpcConfig, CpcLoss } from './cpc/index.js';
export type { CpcConfig, CpcFeatures, CpcOptions, Negatives } from './cpc/index.js';
export { cpcControlConfig, CpcControlLoss } from './cpcControl/index.js';
export type { CpcControlConfig } from './cpcControl/index.js';
export { defineAuxiliary } from './definition.js';
export type {
  AuxiliaryConflict,
  AuxiliaryDefinition,
  AuxiliarySizes,
  AuxiliarySurroundings,
} from './definition.js';
export { pixelControlConfig, PixelControlLoss } from './pixelControl/index.js';
export type {
  PixelControlConfig,
  PixelControlFeatures,
  PixelControlOptions,
} from './pixelControl/index.js';
export { pixelPredictionConfig, PixelPredictionLoss } from './pixelPrediction/index.js';
export type {
  PixelPredictionConfig,
  PixelPredictionFeatures,
  PixelPredictionOptions,
} from './pixelPrediction/index.js';
export {
  AUXILIARY_LOSSES,
  auxiliaryConflicts,
  auxiliarySchema,
  buildAuxiliaries,
} from './registry.js';
export { rewardPredictionConfig, RewardPredictionLoss } from './rewardPrediction/index.js';
export type {
  RewardPredictionConfig,
  RewardPredictionFeatures,
  RewardPredictionOptions,
} from './rewardPrediction/index.js';
export { weightSettings } from './weight.js';
export type { WeightSchedule } from './weight.js';
