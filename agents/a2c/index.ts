export { createA2cAgent } from './a2cAgent.js';
export { a2cConfig } from './config.js';
export type { A2cConfig } from './config.js';
export type { NetworkOptions } from './network.js';
