import { describeValue } from '../describeValue.js';
import type { Env } from '../env.js';
import { fault, NONDETERMINISTIC, refuses } from './check.js';
import type { CheckContext } from './check.js';
import { outsider } from './outsider.js';
import { drawActions, play, playFrom, requireEqual } from './play.js';
import { requireFrame, requireMember, requireStepResult } from './results.js';

/** Steps of the episodes that are played twice and compared. */
const COMPARED_STEPS = 100;
/** Steps of another episode in between; odd, so that it rarely ends just there. */
const STEPS_BETWEEN = 7;

/** Every `step` of an episode returns what it should, and the first is not truncated. */
export function checkStepResults({ env, seed, maxSteps }: CheckContext): undefined {
  env.reset({ seed });
  env.actionSpace.seed(seed);
  for (let step = 1; step <= maxSteps; step++) {
    const result: unknown = env.step(env.actionSpace.sample());
    if (checkStepResult(env, step, result)) return;
  }
}

/** @returns Whether the episode ended. */
function checkStepResult(env: Env, step: number, result: unknown): boolean {
  const { terminated, truncated } = requireStepResult(env, `step ${step}`, result);
  if (step === 1 && truncated) {
    fault('the first step is truncated', 'the step counter is not set back in reset()');
  }
  return terminated || truncated;
}

/** Equal seeds and actions give equal observations, rewards and ends. */
export function checkStepDeterminism({ env, seed }: CheckContext): string | undefined {
  if (env.spec?.nondeterministic) return NONDETERMINISTIC;
  const actions = drawActions(env, seed, COMPARED_STEPS);
  const first = playFrom(env, seed, actions);
  playFrom(env, seed + 1, actions.slice(0, STEPS_BETWEEN)); // members not set back now differ
  requireEqual(first, playFrom(env, seed, actions), {
    what: 'the same seed and actions gave two different episodes',
    likelyCause: 'unseeded randomness, the clock, or a member that reset() does not set back',
  });
  return undefined;
}

/** Pictures have the size they claim, and taking them changes nothing. */
export function checkRender({ env, seed }: CheckContext): string | undefined {
  if (env.spec?.nondeterministic) return NONDETERMINISTIC;
  const actions = drawActions(env, seed, COMPARED_STEPS);
  const unseen = playFrom(env, seed, actions);
  env.reset({ seed });
  const seen = actions.flatMap((action) => {
    requireFrame(env.render());
    return play(env, [action]);
  });
  requireEqual(unseen, seen, {
    what: 'render() changes the episode',
    likelyCause: 'render() draws from the generator or writes into the state',
  });
  return undefined;
}

/** Actions outside the space are refused. */
export function checkInvalidAction({ env, seed }: CheckContext): string | undefined {
  const action = outsider(env.actionSpace);
  if (action === undefined) return 'no value outside this kind of action space is known';
  env.reset({ seed });
  if (refuses(() => env.step(action))) return undefined;
  return fault(
    `step(${describeValue(action)}) is accepted, though not in ${env.actionSpace.toString()}`,
    'step() does not call assertAction first',
  );
}

/** After the end of an episode `step` throws, and `reset` begins another. */
export function checkEnd({ env, seed, maxSteps }: CheckContext): string | undefined {
  env.actionSpace.seed(seed);
  env.reset({ seed });
  for (let step = 1; step <= maxSteps; step++) {
    const [, , terminated, truncated] = env.step(env.actionSpace.sample());
    if (!terminated && !truncated) continue;
    if (!refuses(() => env.step(env.actionSpace.sample()))) {
      fault(
        `step() is accepted after the episode ended at step ${step}`,
        'the environment is neither made by make() nor wrapped in OrderEnforcing',
      );
    }
    requireMember(env.observationSpace, env.reset()[0], 'the observation of reset() after an end');
    return undefined;
  }
  return `no episode ended within ${maxSteps} steps; raise maxSteps to check the end`;
}
