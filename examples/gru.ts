/**
 * A GRU actor-critic with CPC on a cart-pole that hides its speeds. What CPC takes is in gruAgent.ts.
 *
 *     npm run example gru
 */
import { createAgent } from './gruAgent.js';
import { blindCartPoles, LEARNING, POSITIONS } from './shared/cartPole.js';
import { isProgram, runProgram } from './shared/program.js';
import { train } from './shared/training.js';
import type { Progress } from './shared/training.js';

export function create(seed: number) {
  const sizes = { inputs: POSITIONS, actions: 2, embedding: 32, context: 32, steps: 5 };
  return createAgent({ ...sizes, learningRate: 0.002, seed });
}

export function main(seed: number): Iterable<Progress> {
  const envs = blindCartPoles(16);
  return train(create(seed), { envs, steps: 20, seed, ...LEARNING });
}

if (isProgram(import.meta.url)) await runProgram(main, { updates: 300 });
