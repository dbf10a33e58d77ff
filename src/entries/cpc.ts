/**
 * `@rl-tools/cpc/cpc`: the CPC loss and its settings, the same as in the main entry.
 *
 * @packageDocumentation
 */
export { CpcLoss, cpcConfig } from '../auxiliary/index.js';
export type { CpcConfig, CpcFeatures, CpcOptions, Negatives } from '../auxiliary/index.js';
