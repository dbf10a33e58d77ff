import type { Env, Info, ResetOptions, StepResult } from '../env.js';
import type { Space } from '../spaces/index.js';
import { StatelessWrapper } from './statelessWrapper.js';

/** What {@link TransformObservation} makes of an observation. */
export interface ObservationTransform<Inner, Outer> {
  /** Where the results lie. */
  readonly observationSpace: Space<Outer>;
  /** May return the same buffer again and again; must not change what it is given. */
  readonly transform: (observation: Inner) => Outer;
}

/** Shows another observation in place of the inner one, after Gymnasium's `TransformObservation`. */
export class TransformObservation<
  Outer = unknown,
  Action = unknown,
  Inner = Outer,
> extends StatelessWrapper<Outer, Action> {
  protected readonly stateKind: string = 'TransformObservation/1';
  readonly #space: Space<Outer>;
  readonly #transform: (observation: Inner) => Outer;

  constructor(
    env: Env<Inner, Action>,
    { observationSpace, transform }: ObservationTransform<Inner, Outer>,
  ) {
    super(env as unknown as Env<Outer, Action>); // every observation passes through `transform`
    this.#space = observationSpace;
    this.#transform = transform;
  }

  override get observationSpace(): Space<Outer> {
    return this.#space;
  }

  override reset(options?: ResetOptions): [observation: Outer, info: Info] {
    const [observation, info] = this.env.reset(options);
    return [this.observe(observation), info];
  }

  override step(action: Action): StepResult<Outer> {
    const [observation, reward, terminated, truncated, info] = this.env.step(action);
    return [this.observe(observation), reward, terminated, truncated, info];
  }

  protected override observe(observation: Outer): Outer {
    return this.#transform(observation as unknown as Inner); // what the inner environment returns
  }
}
