import { Box, make, Random, TransformObservation } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import { registerClassic } from '@rl-tools/env/classic';

/** Numbers of an observation: four of the cart-pole and noise, mixed. */
export const INPUTS = 16;

/** About how far the four go, in the units of CartPole-v1. */
const SCALES = [2.4, 3, 0.21, 3];

/**
 * A cart-pole whose four numbers are hidden: a fixed random matrix mixes them with 12 numbers of noise
 * that are drawn anew at every step. What is worth seeing is what can be foreseen.
 *
 * @param seed - Of the matrix and the noise.
 */
export function noisyCartPole(seed: number): Env<Float32Array, number> {
  registerClassic();
  const random = new Random(seed);
  const mixing = Float64Array.from({ length: INPUTS * INPUTS }, () => normal(random) / 4);
  const hidden = new Float64Array(INPUTS);
  return new TransformObservation<Float32Array, number>(make<Float32Array, number>('CartPole-v1'), {
    observationSpace: new Box({ low: -Infinity, high: Infinity, shape: [INPUTS] }),
    transform: (state) => {
      for (let i = 0; i < INPUTS; i++) {
        hidden[i] = i < SCALES.length ? state[i]! / SCALES[i]! : normal(random);
      }
      return mix(mixing, hidden);
    },
  });
}

function mix(matrix: Float64Array, hidden: Float64Array): Float32Array {
  return Float32Array.from({ length: INPUTS }, (_, row) =>
    hidden.reduce((sum, value, column) => sum + matrix[row * INPUTS + column]! * value, 0),
  );
}

/** Nearly normal, mean 0 and deviation 1: the sum of twelve uniform numbers. */
function normal(random: Random): number {
  return Array.from({ length: 12 }, () => random.float()).reduce((a, b) => a + b, -6);
}
