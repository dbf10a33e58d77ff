/**
 * `@rl-tools/cpc/agents`: the recurrent A2C agent and the schema of its settings.
 *
 * @packageDocumentation
 */
export { a2cConfig, createA2cAgent } from '../../agents/a2c/index.js';
export type { A2cConfig, NetworkOptions as A2cOptions } from '../../agents/a2c/index.js';
export type { Agent } from '../learner/index.js';
