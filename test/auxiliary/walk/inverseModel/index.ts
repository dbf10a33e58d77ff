import { defineAuxiliary } from '../../../../src/auxiliary/definition.js';
import { inverseModelConfig } from './config.js';
import { InverseModelLoss } from './inverseModel.js';

export { InverseModelLoss } from './inverseModel.js';

/** The inverse model as experiments name it: `auxiliary.inverseModel`. */
export const inverseModelDefinition = defineAuxiliary({
  name: 'inverseModel',
  config: inverseModelConfig,
  create: (config, { embeddingSize, actions, seed }) =>
    new InverseModelLoss({ ...config, embeddingSize, actions, seed }),
});
