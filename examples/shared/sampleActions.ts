import type { Random } from '@rl-tools/env';

/** Actions of B environments with what belongs to them, `[B]` each. */
export interface Choice {
  readonly actions: Int32Array;
  readonly logProbabilities: Float32Array;
  readonly values: Float32Array;
}

/**
 * Draws actions from a policy.
 *
 * @param rows - `[B, A + 1]` row-major: A unnormalised log-probabilities, then the value.
 */
export function sampleActions(rows: Float32Array, environments: number, random: Random): Choice {
  const width = rows.length / environments;
  const actions = new Int32Array(environments);
  const logProbabilities = new Float32Array(environments);
  const values = new Float32Array(environments);
  for (let row = 0; row < environments; row++) {
    const logits = rows.subarray(row * width, (row + 1) * width - 1);
    const largest = Math.max(...logits);
    const weights = Array.from(logits, (logit) => Math.exp(logit - largest));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    let left = random.float() * sum;
    const drawn = weights.findIndex((weight) => (left -= weight) < 0);
    const action = drawn === -1 ? weights.length - 1 : drawn; // rounding may leave a remainder
    actions[row] = action;
    logProbabilities[row] = Math.log(weights[action]! / sum);
    values[row] = rows[(row + 1) * width - 1]!;
  }
  return { actions, logProbabilities, values };
}
