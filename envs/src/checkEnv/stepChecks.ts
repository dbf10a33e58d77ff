import { describeValue } from '../describeValue.js';
import type { Env } from '../env.js';
import { Box, Discrete } from '../spaces/index.js';
import { fault, refuses } from './check.js';
import type { CheckContext } from './check.js';
import { drawActions, play, playFrom, requireEqual } from './play.js';
import { requireFlag, requireInfo, requireMember, requireReward } from './results.js';

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
  const call = `step ${step}`;
  if (!Array.isArray(result) || result.length !== 5) {
    fault(
      `${call} must return [observation, reward, terminated, truncated, info], got ${describeValue(result)}`,
      'the older form with one flag `done`',
    );
  }
  const [observation, reward, terminated, truncated, info] = result as unknown[];
  requireMember(env.observationSpace, observation, `the observation of ${call}`);
  requireReward(reward, call);
  requireFlag(terminated, `terminated of ${call}`);
  requireFlag(truncated, `truncated of ${call}`);
  requireInfo(info, call);
  if (step === 1 && truncated) {
    fault('the first step is truncated', 'the step counter is not set back in reset()');
  }
  return terminated || truncated;
}

/** Equal seeds and actions give equal observations, rewards and ends. */
export function checkStepDeterminism({ env, seed }: CheckContext): undefined {
  const actions = drawActions(env, seed, COMPARED_STEPS);
  const first = playFrom(env, seed, actions);
  playFrom(env, seed + 1, actions.slice(0, STEPS_BETWEEN)); // members not set back now differ
  requireEqual(first, playFrom(env, seed, actions), {
    what: 'the same seed and actions gave two different episodes',
    likelyCause: 'unseeded randomness, the clock, or a member that reset() does not set back',
  });
}

/** Pictures have the size they claim, and taking them changes nothing. */
export function checkRender({ env, seed }: CheckContext): undefined {
  const actions = drawActions(env, seed, COMPARED_STEPS);
  const unseen = playFrom(env, seed, actions);
  env.reset({ seed });
  const seen = actions.flatMap((action) => {
    checkFrame(env);
    return play(env, [action]);
  });
  requireEqual(unseen, seen, {
    what: 'render() changes the episode',
    likelyCause: 'render() draws from the generator or writes into the state',
  });
}

function checkFrame(env: Env): void {
  const frame = env.render();
  if (frame === null) return;
  const { width, height, data } = frame;
  if (data instanceof Uint8Array && data.length === width * height * 3) return;
  fault(
    `render() must return a Uint8Array of width × height × 3 bytes; got ${describeValue(data)} ` +
      `for width ${width}, height ${height}`,
    'width and height exchanged, or a fourth channel',
  );
}

/** Actions outside the space are refused. */
export function checkInvalidAction({ env, seed }: CheckContext): string | undefined {
  const action = outsider(env);
  if (action === undefined) return 'no value outside this kind of action space is known';
  env.reset({ seed });
  if (refuses(() => env.step(action))) return undefined;
  return fault(
    `step(${describeValue(action)}) is accepted, though not in ${env.actionSpace.toString()}`,
    'step() does not call assertAction first',
  );
}

function outsider({ actionSpace }: Env): unknown {
  if (actionSpace instanceof Discrete) return actionSpace.start + actionSpace.n;
  if (actionSpace instanceof Box) return new Float32Array(actionSpace.size + 1);
  return undefined;
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
