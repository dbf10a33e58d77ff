export { pixelControlConfig } from './config.js';
export type { PixelControlConfig } from './config.js';
export { pixelControlDefinition } from './definition.js';
export { PixelControlLoss } from './pixelControl.js';
export type { PixelControlFeatures, PixelControlOptions } from './pixelControl.js';
