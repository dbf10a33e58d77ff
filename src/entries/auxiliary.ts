/**
 * `@rl-tools/cpc/auxiliary`: the interface of auxiliary losses, CPC and its companions behind it, the
 * registry by which experiments name them, and what finds mistakes in how a loss is plugged in.
 *
 * @packageDocumentation
 */
export {
  ActionCpcLoss,
  actionCpcConfig,
  AUXILIARY_LOSSES,
  auxiliaryConflicts,
  auxiliarySchema,
  AuxiliaryWatch,
  buildAuxiliaries,
  checkGradients,
  cpcConfig,
  cpcControlConfig,
  CpcControlLoss,
  CpcLoss,
  defineAuxiliary,
  pixelControlConfig,
  PixelControlLoss,
  pixelPredictionConfig,
  PixelPredictionLoss,
  rewardPredictionConfig,
  RewardPredictionLoss,
  WARNING_TEXTS,
  weightSettings,
} from '../auxiliary/index.js';
export type {
  ActionCpcConfig,
  ActionCpcFeatures,
  ActionCpcOptions,
  AuxiliaryConflict,
  AuxiliaryDefinition,
  AuxiliaryLoss,
  AuxiliaryMetrics,
  AuxiliaryResult,
  AuxiliarySizes,
  AuxiliarySurroundings,
  AuxiliaryWarning,
  CpcConfig,
  CpcControlConfig,
  CpcFeatures,
  CpcOptions,
  GradientProbe,
  GradientReport,
  MetricValues,
  Negatives,
  PixelControlConfig,
  PixelControlFeatures,
  PixelControlOptions,
  PixelPredictionConfig,
  PixelPredictionFeatures,
  PixelPredictionOptions,
  RewardPredictionConfig,
  RewardPredictionFeatures,
  RewardPredictionOptions,
  UnrollFeatures,
  WeightSchedule,
} from '../auxiliary/index.js';
export { ArgumentError, expectShape, ShapeError } from '../compute/index.js';
export type { ExpectedDimension, ShapeExpectation } from '../compute/index.js';
