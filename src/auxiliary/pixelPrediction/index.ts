export { pixelPredictionConfig } from './config.js';
export type { PixelPredictionConfig } from './config.js';
export { pixelPredictionDefinition } from './definition.js';
export { PixelPredictionLoss } from './pixelPrediction.js';
export type { PixelPredictionFeatures, PixelPredictionOptions } from './pixelPrediction.js';
