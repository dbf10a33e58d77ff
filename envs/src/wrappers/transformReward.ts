import type { Env, StepResult } from '../env.js';
import { StatelessWrapper } from './statelessWrapper.js';

/** Gives another reward in place of the inner one, after Gymnasium's `TransformReward`. */
export class TransformReward<Observation = unknown, Action = unknown> extends StatelessWrapper<
  Observation,
  Action
> {
  protected readonly stateKind: string = 'TransformReward/1';
  readonly #transform: (reward: number) => number;

  constructor(env: Env<Observation, Action>, transform: (reward: number) => number) {
    super(env);
    this.#transform = transform;
  }

  override step(action: Action): StepResult<Observation> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    return [observation, this.#transform(reward), terminated, truncated, info];
  }
}
