import type { Env } from '../env.js';
import { EnvError } from '../errors.js';
import { TransformReward } from './transformReward.js';

/** Bounds of {@link ClipReward}; at least one of them. */
export interface RewardBounds {
  readonly min?: number;
  readonly max?: number;
}

/** Moves rewards outside two bounds onto them, after Gymnasium's `ClipReward`. */
export class ClipReward<Observation = unknown, Action = unknown> extends TransformReward<
  Observation,
  Action
> {
  protected override readonly stateKind = 'ClipReward/1';

  /** @throws {@link EnvError} if there is no bound, or min is above max. */
  constructor(env: Env<Observation, Action>, { min, max }: RewardBounds) {
    if (min === undefined && max === undefined) {
      throw new EnvError('ClipReward: expected min, max or both, got neither.');
    }
    const [low, high] = [min ?? -Infinity, max ?? Infinity];
    if (!(low <= high)) {
      throw new EnvError(`ClipReward: min must not be above max, got ${low} and ${high}.`);
    }
    super(env, (reward) => Math.min(Math.max(reward, low), high));
  }
}
