import type { Env, EnvSpec, Info, ResetOptions, StepResult } from '../env.js';
import { EnvError, ResetNeededError } from '../errors.js';
import { Wrapper } from './wrapper.js';

/** What a state of {@link TimeLimit} holds; the limit itself belongs to how it was made. */
type OwnState = { readonly elapsedSteps: number; readonly cut: boolean };

/** Truncates an episode when `elapsed >= maxEpisodeSteps`, after Gymnasium's `TimeLimit`. */
export class TimeLimit<Observation = unknown, Action = unknown> extends Wrapper<
  Observation,
  Action
> {
  protected readonly stateKind = 'TimeLimit/1';
  #elapsedSteps = 0;
  /** The limit has ended the episode. */
  #cut = false;

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
    this.#cut = false;
    return result;
  }

  /** @throws {@link ResetNeededError} if the limit has been reached: the inner one cannot know. */
  override step(action: Action): StepResult<Observation> {
    if (this.#cut) {
      throw new ResetNeededError(
        `TimeLimit: step() after the limit of ${this.maxEpisodeSteps} steps. Call reset() first.`,
      );
    }
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    this.#elapsedSteps++;
    this.#cut = this.#elapsedSteps >= this.maxEpisodeSteps;
    return [observation, reward, terminated, truncated || this.#cut, info];
  }

  protected saveOwnState(): OwnState {
    return { elapsedSteps: this.#elapsedSteps, cut: this.#cut };
  }

  protected loadOwnState(value: unknown): void {
    const { elapsedSteps, cut } = value as OwnState; // 'TimeLimit/1' vouches for it
    this.#elapsedSteps = elapsedSteps;
    this.#cut = cut;
  }
}
