export type { CpcFeatures } from './checkFeatures.js';
export { cpcConfig } from './config.js';
export type { CpcConfig, Negatives } from './config.js';
export type { Anchors } from './contrast.js';
export { ContrastiveTask } from './contrastiveTask.js';
export { CpcLoss, smallMaps } from './cpcLoss.js';
export { contrastiveConflicts, cpcDefinition } from './definition.js';
export type { CpcOptions } from './options.js';
