import * as tf from '@tensorflow/tfjs';
import type { Random } from '@rl-tools/env';
import type { Rollout } from './rollouts.js';

/**
 * Parts of a rollout by environment, each sequence whole and in exactly one part, drawn anew at each
 * call. Who gets a part disposes it.
 *
 * @param count - Number of parts.
 */
export function* minibatches(rollout: Rollout, count: number, random: Random): Generator<Rollout> {
  const environments = rollout.actions.shape[1];
  const order = shuffled(environments, random);
  for (let part = 0; part < count; part++) {
    const chosen = order.filter((_, index) => index % count === part);
    yield tf.tidy(() => {
      const columns = tf.tensor1d(chosen, 'int32');
      const { firstState, ...planes } = rollout;
      const picked = Object.entries(planes).map(([name, plane]) => {
        return [name, tf.gather(plane, columns, 1)] as const;
      });
      const state = firstState.map((tensor) => tf.gather(tensor, columns));
      return { ...Object.fromEntries(picked), firstState: state } as Rollout; // the same names
    });
  }
}

/** 0 … `length` − 1 in random order (Fisher and Yates). */
function shuffled(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let i = length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
