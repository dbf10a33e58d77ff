/**
 * `@rl-tools/cpc/losses`: the parts of actor-critic losses as pure functions.
 *
 * @packageDocumentation
 */
export {
  actionLogProbabilities,
  logSumExpRows,
  nStepReturns,
  policyGradientLoss,
  totalEntropy,
  valueLoss,
} from '../losses/index.js';
export type { PolicyRows, ReturnInputs } from '../losses/index.js';
