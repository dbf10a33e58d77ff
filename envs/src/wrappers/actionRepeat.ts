import type { Env, EnvSpec, StepResult } from '../env.js';
import { EnvError } from '../errors.js';
import { StatelessWrapper } from './statelessWrapper.js';

/**
 * Takes each action several times and adds up the rewards, after Gymnasium's `RepeatAction`: the
 * observation and info are the last ones, and the end of an episode ends the repetition.
 *
 * Around a `TimeLimit` the limit counts the inner steps, within it the outer ones, as in Gymnasium.
 */
export class ActionRepeat<Observation = unknown, Action = unknown> extends StatelessWrapper<
  Observation,
  Action
> {
  protected readonly stateKind = 'ActionRepeat/1';

  /**
   * @param repeats - Inner steps per step, a whole number from 1.
   * @throws {@link EnvError} if it is none.
   */
  constructor(
    env: Env<Observation, Action>,
    readonly repeats: number,
  ) {
    super(env);
    if (Number.isSafeInteger(repeats) && repeats >= 1) return;
    throw new EnvError(`ActionRepeat: repeats must be a whole number above 0, got ${repeats}.`);
  }

  override get spec(): EnvSpec | undefined {
    const inner = this.env.spec;
    return inner && { ...inner, framesPerStep: inner.framesPerStep * this.repeats };
  }

  override step(action: Action): StepResult<Observation> {
    let sum = 0;
    for (let repeat = 1; ; repeat++) {
      const [observation, reward, terminated, truncated, info] = this.env.step(action);
      sum += reward;
      if (terminated || truncated || repeat === this.repeats) {
        return [observation, sum, terminated, truncated, info];
      }
    }
  }
}
