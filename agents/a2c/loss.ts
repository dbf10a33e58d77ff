import { tf, withoutGradient } from '../../src/compute/index.js';
import type { UnrollBatch } from '../../src/learner/index.js';
import {
  nStepReturns,
  policyGradientLoss,
  totalEntropy,
  valueLoss,
} from '../../src/losses/index.js';
import type { A2cConfig } from './config.js';
import type { NetworkOutputs } from './network.js';

/** What the loss is computed from. */
export interface A2cLossInputs {
  readonly batch: UnrollBatch;
  /** `[T, B]` float32, as clipped for learning. */
  readonly rewards: tf.Tensor2D;
  readonly outputs: NetworkOutputs;
  /** `[B]` float32, treated as constant. */
  readonly bootstrapValue: tf.Tensor1D;
}

/**
 * A2C's loss over an unroll:
 *
 *     L = Σ −ln π(a_t)·(G_t − V_t)  +  valueCost · Σ ½(G_t − V_t)²  −  entropyCost · Σ H(π_t)
 *
 * with n-step returns G; divided by T·B where `reduction` is `mean`.
 *
 * Source: Mnih et al. 2016, arXiv:1602.01783, §4; sums as in Espeholt et al. 2018,
 * arXiv:1802.01561, App. D.
 *
 * @returns The loss, and means per row to report: `policyLoss`, `valueLoss`, `entropy` (nats),
 *   `value` (mean V).
 */
export function a2cLoss(
  config: A2cConfig,
  { batch, rewards, outputs, bootstrapValue }: A2cLossInputs,
): { loss: tf.Scalar; metrics: Record<string, tf.Scalar> } {
  const { logits, values } = outputs;
  const rows = batch.actions.size;
  const flat = (tensor: tf.Tensor): tf.Tensor1D => tf.reshape(tensor, [rows]); // [T*B]
  const returns = withoutGradient(() => {
    const { ends, cutValues } = batch;
    const { discount } = config;
    return flat(nStepReturns({ rewards, ends, cutValues, bootstrapValue, discount }));
  });
  const advantages = withoutGradient(() => tf.sub<tf.Tensor1D>(returns, values));
  const weights = flat(batch.weights);
  const policy = policyGradientLoss({ logits, actions: flat(batch.actions), advantages, weights });
  const value = valueLoss({ values, returns, weights });
  const entropy = totalEntropy(logits, weights);
  const critic = tf.mul<tf.Scalar>(value, config.valueCost);
  const total = tf.sub<tf.Scalar>(tf.add(policy, critic), tf.mul(entropy, config.entropyCost));
  const perRow = (sum: tf.Tensor): tf.Scalar => tf.div(sum, rows);
  return {
    loss: config.reduction === 'sum' ? total : perRow(total),
    metrics: {
      policyLoss: perRow(policy),
      valueLoss: perRow(value),
      entropy: perRow(entropy),
      value: tf.mean(values),
    },
  };
}
