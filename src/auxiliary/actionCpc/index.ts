import { contrastiveConflicts } from '../cpc/index.js';
import { defineAuxiliary } from '../definition.js';
import { ActionCpcLoss } from './actionCpcLoss.js';
import { actionCpcConfig } from './config.js';

export { ActionCpcLoss } from './actionCpcLoss.js';
export type { ActionCpcFeatures, ActionCpcOptions } from './actionCpcLoss.js';
export { actionCpcConfig } from './config.js';
export type { ActionCpcConfig } from './config.js';

/** Action-conditioned CPC, as experiments name it: `auxiliary.actionCpc`. */
export const actionCpcDefinition = defineAuxiliary({
  name: 'actionCpc',
  config: actionCpcConfig,
  conflicts: contrastiveConflicts,
  create: (config, { embeddingSize, contextSize, actions, unrollLength, seed }) =>
    new ActionCpcLoss({ ...config, embeddingSize, contextSize, actions, unrollLength, seed }),
});
