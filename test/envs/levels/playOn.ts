import { createHash } from 'node:crypto';
import { Random, type Wrapper } from '../../../envs/src/index.js';

/** What {@link playOn} plays. */
export interface Play {
  readonly seed: number;
  readonly steps: number;
  /** Actions to draw from: 0 to this, the latter left out. */
  readonly actions: number;
}

/** Plays on with random actions. @returns all that was seen and earned, in one digest, and the last view. */
export function playOn(env: Wrapper<Uint8Array, number>, { seed, steps, actions }: Play) {
  const random = new Random(seed);
  const digest = createHash('sha256');
  let last = new Uint8Array();
  for (let i = 0; i < steps; i++) {
    const [observation, reward, , truncated, info] = env.step(random.integer(actions));
    last = (truncated ? env.reset()[0] : observation).slice();
    digest
      .update(observation)
      .update(JSON.stringify([reward, info]))
      .update(last);
  }
  return { last: Buffer.from(last), digest: digest.digest('hex') };
}
