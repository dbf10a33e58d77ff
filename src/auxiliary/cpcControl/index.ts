import { contrastiveConflicts } from '../cpc/index.js';
import { defineAuxiliary } from '../definition.js';
import { cpcControlConfig } from './config.js';
import { CpcControlLoss } from './cpcControlLoss.js';

export { CpcControlLoss } from './cpcControlLoss.js';
export { cpcControlConfig } from './config.js';
export type { CpcControlConfig } from './config.js';

/** CPC without a gradient to the agent, as experiments name it: `auxiliary.cpcControl`. */
export const cpcControlDefinition = defineAuxiliary({
  name: 'cpcControl',
  config: cpcControlConfig,
  conflicts: contrastiveConflicts,
  create: (config, { embeddingSize, contextSize, unrollLength, seed }) =>
    new CpcControlLoss({ ...config, embeddingSize, contextSize, unrollLength, seed }),
});
