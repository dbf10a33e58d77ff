export { rewardPredictionConfig } from './config.js';
export type { RewardPredictionConfig } from './config.js';
export { rewardPredictionDefinition } from './definition.js';
export { RewardPredictionLoss } from './rewardPrediction.js';
export type { RewardPredictionFeatures, RewardPredictionOptions } from './rewardPrediction.js';
