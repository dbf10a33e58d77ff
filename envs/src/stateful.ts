import type { Env, StatefulEnv } from './env.js';

/** Whether an environment can save and load its whole state. */
export function isStateful<Observation, Action>(
  env: Env<Observation, Action>,
): env is StatefulEnv<Observation, Action> {
  return (
    'saveState' in env &&
    typeof env.saveState === 'function' &&
    'loadState' in env &&
    typeof env.loadState === 'function'
  );
}
