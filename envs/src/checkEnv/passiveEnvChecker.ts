import { describeValue } from '../describeValue.js';
import type { Env, Frame, Info, ResetOptions, StepResult } from '../env.js';
import { EnvCheckError } from '../errors.js';
import { Wrapper } from '../wrappers/index.js';
import { fault } from './check.js';
import { requireFrame, requireResetResult, requireStepResult } from './results.js';

/**
 * Looks at what the first `reset`, the first `step` and the first `render` return, after Gymnasium's
 * `PassiveEnvChecker`; later calls are passed on unseen. `checkEnv` looks at much more.
 *
 * Gymnasium warns in most cases; this throws an {@link EnvCheckError} that names the likely cause.
 */
export class PassiveEnvChecker<Observation = unknown, Action = unknown> extends Wrapper<
  Observation,
  Action
> {
  protected readonly stateKind = 'PassiveEnvChecker/1';
  #resetSeen = false;
  #stepSeen = false;
  #renderSeen = false;

  readonly #name: string;

  /**
   * @param name - Of the environment, for messages.
   * @throws {@link EnvCheckError} if the environment lacks a space.
   */
  constructor(env: Env<Observation, Action>, name: string = env.spec?.id ?? env.constructor.name) {
    super(env);
    this.#name = name;
    this.#check('constructor', () => {
      requireSpace(env.observationSpace, 'observationSpace');
      requireSpace(env.actionSpace, 'actionSpace');
    });
  }

  override reset(options?: ResetOptions): [observation: Observation, info: Info] {
    const result = this.env.reset(options);
    if (this.#resetSeen) return result;
    this.#resetSeen = true;
    this.#check('reset', () => {
      requireResetResult(this.env, 'reset()', result);
    });
    return result;
  }

  override step(action: Action): StepResult<Observation> {
    const result = this.env.step(action);
    if (this.#stepSeen) return result;
    this.#stepSeen = true;
    this.#check('step', () => requireStepResult(this.env, 'step()', result));
    return result;
  }

  override render(): Frame | null {
    const frame = this.env.render();
    if (this.#renderSeen) return frame;
    this.#renderSeen = true;
    this.#check('render', () => {
      requireFrame(frame);
    });
    return frame;
  }

  protected saveOwnState(): null {
    return null;
  }

  protected loadOwnState(): void {
    // what has been seen is no part of an episode
  }

  #check(call: string, check: () => unknown): void {
    try {
      check();
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new EnvCheckError(`${this.#name}, ${call}: ${message}`, { cause });
    }
  }
}

function requireSpace(space: unknown, name: string): void {
  const contains = (space as { contains?: unknown } | null | undefined)?.contains;
  if (typeof contains === 'function') return;
  fault(
    `${name} must be a space such as Box or Discrete, got ${describeValue(space)}`,
    'it is not set in the constructor',
  );
}
