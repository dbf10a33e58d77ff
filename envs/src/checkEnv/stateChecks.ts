import type { StatefulEnv } from '../env.js';
import { EnvError } from '../errors.js';
import { isStateful } from '../stateful.js';
import { fault, NONDETERMINISTIC } from './check.js';
import type { CheckContext } from './check.js';
import { difference } from './difference.js';
import { drawActions, play, playFrom, requireEqual } from './play.js';
import type { Transition } from './play.js';

/** Steps before a state is saved and compared after it is. */
const STEPS_BEFORE = 10;
const STEPS_AFTER = 100;

/** Saving changes nothing, loading brings back an identical future, damaged bytes are refused. */
export function checkState({ env, seed }: CheckContext): string | undefined {
  if (env.spec?.nondeterministic) return NONDETERMINISTIC;
  if (!isStateful(env)) return 'the environment has no saveState and loadState';
  const actions = drawActions(env, seed, STEPS_BEFORE + STEPS_AFTER);
  const before = actions.slice(0, STEPS_BEFORE);
  const after = actions.slice(STEPS_BEFORE);
  const future = playFrom(env, seed, actions).slice(STEPS_BEFORE);

  const current = playFrom(env, seed, before).at(-1)!;
  const state = env.saveState();
  const untouched = state.slice();
  requireEqual(future, play(env, after), {
    what: 'saveState() changes what follows',
    likelyCause: 'saveState() draws from the generator or writes into the state',
  });
  requireUnchanged(state, untouched);
  playFrom(env, seed + 1, before); // members that are not saved now hold something else
  checkLoad(env, state, current);
  requireEqual(future, play(env, after), {
    what: 'after loadState() the future differs from what followed saveState()',
    likelyCause: 'a member that matters, such as the generator or a layout, is not saved',
  });
  requireUnchanged(state, untouched);
  checkDamaged(env, state);
  return undefined;
}

function checkLoad(env: StatefulEnv, state: Uint8Array, current: Transition): void {
  const expected = current.terminated || current.truncated ? current.next : current.observation;
  const found = difference(expected, env.loadState(state));
  if (found === undefined) return;
  fault(
    `loadState() returned another observation than the one current at saveState() (${found})`,
    'the observation is not drawn anew, or a member that it shows is not saved',
  );
}

function requireUnchanged(state: Uint8Array, untouched: Uint8Array): void {
  if (difference(untouched, state) === undefined) return;
  fault('the bytes of saveState() changed later', 'they are a view of memory that is still in use');
}

function checkDamaged(env: StatefulEnv, state: Uint8Array): void {
  try {
    env.loadState(state.subarray(0, state.length - 1));
  } catch (error) {
    if (error instanceof EnvError) return;
    fault(
      `loadState() of damaged bytes threw ${String(error)}`,
      'they are not read with decodeState',
    );
  }
  fault('loadState() accepts damaged bytes', 'their length is not checked; decodeState does');
}
