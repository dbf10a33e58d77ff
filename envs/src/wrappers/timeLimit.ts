import type { Env, EnvSpec, Info, ResetOptions, StepResult } from '../env.js';
import { EnvError, ResetNeededError } from '../errors.js';
import { Wrapper } from './wrapper.js';

/** Truncates an episode when `elapsed >= maxEpisodeSteps`, after Gymnasium's `TimeLimit`. */
export class TimeLimit<Observation = unknown, Action = unknown> extends Wrapper<
  Observation,
  Action
> {
  protected readonly stateKind = 'TimeLimit/1';
  #elapsedSteps = 0;

  /**
   * @param maxEpisodeSteps - Agent steps, a whole number from 1.
   * @throws {@link EnvError} if it is none.
   */
  constructor(
    env: Env<Observation, Action>,
    readonly maxEpisodeSteps: number,
  ) {
    super(env);
    if (Number.isSafeInteger(maxEpisodeSteps) && maxEpisodeSteps >= 1) return;
    throw new EnvError(
      `TimeLimit: maxEpisodeSteps must be a whole number above 0, got ${maxEpisodeSteps}.`,
    );
  }

  override get spec(): EnvSpec | undefined {
    const inner = this.env.spec;
    return inner && { ...inner, maxEpisodeSteps: this.maxEpisodeSteps };
  }

  override reset(options?: ResetOptions): [observation: Observation, info: Info] {
    const result = this.env.reset(options);
    this.#elapsedSteps = 0;
    return result;
  }

  /** @throws {@link ResetNeededError} if the limit has been reached: the inner one cannot know. */
  override step(action: Action): StepResult<Observation> {
    if (this.#elapsedSteps >= this.maxEpisodeSteps) {
      throw new ResetNeededError(
        `TimeLimit: step() after the limit of ${this.maxEpisodeSteps} steps. Call reset() first.`,
      );
    }
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    this.#elapsedSteps++;
    const cut = truncated || this.#elapsedSteps >= this.maxEpisodeSteps;
    return [observation, reward, terminated, cut, info];
  }

  protected saveOwnState(): number {
    return this.#elapsedSteps;
  }

  protected loadOwnState(value: unknown): void {
    this.#elapsedSteps = value as number; // 'TimeLimit/1' vouches for it
  }
}
