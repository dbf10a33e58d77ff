import { expectShape, tf, unstackRows } from '../compute/index.js';

/** What {@link nStepReturns} sums up. All float32. */
export interface ReturnInputs {
  /** `[T, B]`, reward received after action t. */
  readonly rewards: tf.Tensor2D;
  /** `[T, B]`: 1 where the episode ended after action t (terminated or cut), else 0. */
  readonly ends: tf.Tensor2D;
  /**
   * `[T, B]`: value of the state in which the episode was cut after action t, where that value is to
   * stand for the rewards that would have followed; 0 elsewhere.
   */
  readonly cutValues: tf.Tensor2D;
  /** `[B]`: value of the observation that follows the last action. Ignored where `ends` is 1 there. */
  readonly bootstrapValue: tf.Tensor1D;
  /** γ, from 0 to 1, per agent step. */
  readonly discount: number;
}

/**
 * n-step returns with n as large as the unroll allows:
 *
 *     G_t = r_t + γ·( (1 − end_t)·G_{t+1} + cutValue_t ),   G_T = bootstrapValue.
 *
 * Source: Mnih et al. 2016, arXiv:1602.01783, §4 and Algorithm S3 ("A3C"). `cutValues` follow
 * Pardo et al. 2018, arXiv:1712.00378: an episode that a time limit cut has not ended.
 *
 * @returns `[T, B]` float32, in the unit of the rewards.
 * @throws ShapeError if the shapes disagree.
 */
export function nStepReturns(inputs: ReturnInputs): tf.Tensor2D {
  const { rewards, ends, cutValues, bootstrapValue, discount } = inputs;
  expectShape(rewards, {
    place: 'nStepReturns: rewards',
    shape: [null, null],
    meaning: '[T, B]',
  });
  const [steps, batch] = rewards.shape;
  const shape = [steps, batch];
  expectShape(ends, { place: 'nStepReturns: ends', shape, meaning: '[T, B]' });
  expectShape(cutValues, { place: 'nStepReturns: cutValues', shape, meaning: '[T, B]' });
  expectShape(bootstrapValue, {
    place: 'nStepReturns: bootstrapValue',
    shape: [batch],
    meaning: '[B]',
  });
  return tf.tidy(() => {
    const immediate = unstackRows(tf.add(rewards, tf.mul(cutValues, discount)));
    const discounts = unstackRows(tf.mul(tf.sub(1, ends), discount));
    const returns: tf.Tensor[] = [];
    let following: tf.Tensor = bootstrapValue;
    for (let t = steps - 1; t >= 0; t--) {
      following = tf.add(immediate[t]!, tf.mul(discounts[t]!, following));
      returns.push(following);
    }
    return tf.stack(returns.reverse()) as tf.Tensor2D;
  });
}
