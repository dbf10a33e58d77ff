import type { Env } from '../env.js';
import type { Space } from '../spaces/index.js';
import type { CheckContext } from './check.js';
import { fault, NONDETERMINISTIC } from './check.js';
import { difference } from './difference.js';
import { firstObservation } from './play.js';
import { requireMember, requireResetResult } from './results.js';

/** Resets that are compared: enough that equal draws from few possibilities are no accident. */
const RESETS = 16;

/** Both spaces are there, draw members of themselves, and draw the same for the same seed. */
export function checkSpaces({ env, seed }: CheckContext): undefined {
  checkSpace(env.observationSpace, 'observationSpace', seed);
  checkSpace(env.actionSpace, 'actionSpace', seed);
}

function checkSpace(space: Space<unknown> | undefined, name: string, seed: number): void {
  if (!space) fault(`${name} is missing`, 'it is not set in the constructor');
  const draw = (): unknown => {
    space.seed(seed);
    return space.sample();
  };
  const first = draw();
  requireMember(space, first, `a sample of ${name}`);
  const found = difference(first, draw());
  if (found === undefined) return;
  fault(`${name} draws differently for the same seed (${found})`, 'seed() does not seed sample()');
}

/** `reset` returns an observation in its space and an info, with and without arguments. */
export function checkResetResult({ env, seed }: CheckContext): undefined {
  requireResetResult(env, 'reset({ seed })', env.reset({ seed }));
  requireResetResult(env, 'reset({ seed, options })', env.reset({ seed, options: {} }));
  requireResetResult(env, 'reset()', env.reset());
}

/** Equal seeds give equal episodes, and a reset without a seed goes on instead of repeating. */
export function checkSeeding({ env, seed }: CheckContext): string | undefined {
  if (env.spec?.nondeterministic) return NONDETERMINISTIC;
  requireEqualEpisodes(
    env,
    seed,
    'randomness that is not drawn from a generator seeded in reset()',
  );
  requireEqualEpisodes(env, 0, '`if (seed)` in reset(), which takes 0 for no seed');
  const bySeed = Array.from({ length: RESETS }, (_, i) => firstObservation(env, seed + i));
  if (allSame(bySeed)) return 'first observations do not depend on the seed';
  const [first, ...unseeded] = seededThenUnseeded(env, seed);
  if (!allSame([first, ...unseeded])) return undefined;
  return fault(
    `reset() without a seed repeats the episode of reset({ seed: ${seed} })`,
    'reset() seeds its generator anew although `seed` is undefined',
  );
}

function requireEqualEpisodes(env: Env, seed: number, likelyCause: string): void {
  const first = seededThenUnseeded(env, seed);
  const again = seededThenUnseeded(env, seed);
  first.forEach((observation, reset) => {
    const found = difference(observation, again[reset]);
    if (found === undefined) return;
    const call = reset === 0 ? '' : ` followed by ${reset} times reset()`;
    fault(
      `reset({ seed: ${seed} })${call} gave two different observations (${found})`,
      likelyCause,
    );
  });
}

function seededThenUnseeded(env: Env, seed: number): unknown[] {
  return Array.from({ length: RESETS }, (_, i) =>
    firstObservation(env, i === 0 ? seed : undefined),
  );
}

function allSame(observations: readonly unknown[]): boolean {
  return observations.every((one) => difference(one, observations[0]) === undefined);
}
