/** One step of a rollout, `[B]` each. */
export interface RewardedRow {
  readonly rewards: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** 1 where the step ended the episode. */
  readonly ends: ArrayLike<number>;
}

/** A rollout's rewards and the value of the observations after it, `[B]`. */
export interface RewardedRollout {
  readonly rows: readonly RewardedRow[];
  readonly lastValues: ArrayLike<number>;
  readonly discount: number;
  readonly lambda: number;
}

/**
 * Generalised advantages and the returns that go with them, `[T, B]` row-major:
 *
 *     δ_t = r_t + γ (1 − end_t) V_{t+1} − V_t        A_t = δ_t + γ λ (1 − end_t) A_{t+1}
 *
 * Source: Schulman et al. 2016, arXiv:1506.02438, Eq. 16.
 */
export function advantagesAndReturns({ rows, lastValues, discount, lambda }: RewardedRollout): {
  advantages: Float32Array;
  returns: Float32Array;
} {
  const batch = lastValues.length;
  const advantages = new Float32Array(rows.length * batch);
  const returns = new Float32Array(rows.length * batch);
  for (let b = 0; b < batch; b++) {
    let [nextValue, advantage] = [lastValues[b]!, 0];
    for (let t = rows.length - 1; t >= 0; t--) {
      const { rewards, values, ends } = rows[t]!;
      const goesOn = 1 - ends[b]!;
      const delta = rewards[b]! + discount * goesOn * nextValue - values[b]!;
      advantage = delta + discount * lambda * goesOn * advantage;
      advantages[t * batch + b] = advantage;
      returns[t * batch + b] = advantage + values[b]!;
      nextValue = values[b]!;
    }
  }
  return { advantages, returns };
}
