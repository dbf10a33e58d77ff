import { Box, FrameStack, make, SyncVectorEnv, TransformObservation } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import { registerClassic } from '@rl-tools/env/classic';

/** Metres and radians at which an episode ends: what is seen lies between −1 and 1. */
const [MOST_POSITION, MOST_ANGLE] = [2.4, 0.21];

/** Numbers of an observation. */
export const POSITIONS = 2;

/** How rollouts of it are valued: a reward of 1 per step, for up to 500 steps. */
export const LEARNING = { discount: 0.99, lambda: 0.95, rewardScale: 0.02 } as const;

/**
 * Cart-pole environments that show where cart and pole are, but not how fast they move: an agent has
 * to remember, or to see several observations at once.
 *
 * @param options - `frames`: observations shown together; 1 if left out.
 */
export function blindCartPoles(count: number, { frames = 1 } = {}): SyncVectorEnv {
  registerClassic();
  return new SyncVectorEnv(
    Array.from({ length: count }, () => () => {
      const positions = withoutSpeeds(make<Float32Array, number>('CartPole-v1'));
      return frames === 1
        ? positions
        : new FrameStack<'float32', number>(positions, { size: frames });
    }),
  );
}

function withoutSpeeds(env: Env<Float32Array, number>): Env<Float32Array, number> {
  const seen = new Float32Array(POSITIONS);
  return new TransformObservation<Float32Array, number>(env, {
    observationSpace: new Box({ low: -Infinity, high: Infinity, shape: [POSITIONS] }),
    transform: ([position, , angle]) => {
      seen.set([position! / MOST_POSITION, angle! / MOST_ANGLE]);
      return seen;
    },
  });
}
