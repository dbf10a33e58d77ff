export {
  actionLogProbabilities,
  policyGradientLoss,
  totalEntropy,
  valueLoss,
} from './actorCritic.js';
export type { PolicyRows } from './actorCritic.js';
export { logSumExpRows } from './logSumExpRows.js';
export { nStepReturns } from './nStepReturns.js';
export type { ReturnInputs } from './nStepReturns.js';
