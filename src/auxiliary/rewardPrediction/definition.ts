import { defineAuxiliary } from '../definition.js';
import { rewardPredictionConfig } from './config.js';
import { RewardPredictionLoss } from './rewardPrediction.js';

/** Reward prediction as experiments name it: `auxiliary.rewardPrediction`. */
export const rewardPredictionDefinition = defineAuxiliary({
  name: 'rewardPrediction',
  config: rewardPredictionConfig,
  conflicts: ({ observations }, { unrollLength }) =>
    observations <= unrollLength
      ? []
      : [
          {
            path: ['observations'],
            error:
              'must not exceed agent.unrollLength: the observations a prediction looks at lie in one unroll',
          },
        ],
  create: (config, { embeddingSize, seed }) =>
    new RewardPredictionLoss({ ...config, embeddingSize, seed }),
});
