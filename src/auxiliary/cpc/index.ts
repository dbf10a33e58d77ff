export { cpcConfig } from './config.js';
export type { CpcConfig, Negatives } from './config.js';
export { CpcLoss } from './cpcLoss.js';
export type { CpcFeatures, CpcOptions } from './cpcLoss.js';
