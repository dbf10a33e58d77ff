import type { Env, EnvSpec, Frame, Info, ResetOptions, StepResult } from '../env.js';
import { isStateful } from '../stateful.js';
import { decodeState, encodeState } from '../state/index.js';
import type { StateValue } from '../state/index.js';
import type { Space } from '../spaces/index.js';

/**
 * An environment around another, after `gymnasium.Wrapper`: passes everything on, and saves and
 * loads its own part of the state beside the inner one's.
 *
 * It owns the inner environment: closing the wrapper closes it.
 */
export abstract class Wrapper<Observation = unknown, Action = unknown> implements Env<
  Observation,
  Action
> {
  /** Present only where the inner environment can save its state. */
  readonly saveState?: () => Uint8Array;
  /** Present only where the inner environment can load a state. */
  readonly loadState?: (state: Uint8Array) => Observation;

  constructor(readonly env: Env<Observation, Action>) {
    if (!isStateful(env)) return;
    this.saveState = () => {
      const value = this.saveOwnState();
      return encodeState({ kind: this.stateKind, value, nested: env.saveState() });
    };
    this.loadState = (state) => {
      const { value, nested } = decodeState(state, this.stateKind);
      const observation = env.loadState(nested); // first: it may refuse
      this.loadOwnState(value);
      return this.observe(observation);
    };
  }

  get observationSpace(): Space<Observation> {
    return this.env.observationSpace;
  }

  get actionSpace(): Space<Action> {
    return this.env.actionSpace;
  }

  get spec(): EnvSpec | undefined {
    return this.env.spec;
  }

  /** The environment inside all wrappers. */
  get unwrapped(): Env<Observation, Action> {
    return this.env instanceof Wrapper
      ? (this.env as Wrapper<Observation, Action>).unwrapped // instanceof forgets the type parameters
      : this.env;
  }

  reset(options?: ResetOptions): [observation: Observation, info: Info] {
    return this.env.reset(options);
  }

  step(action: Action): StepResult<Observation> {
    return this.env.step(action);
  }

  render(): Frame | null {
    return this.env.render();
  }

  close(): void {
    this.env.close();
  }

  /** As Gymnasium writes it, e.g. `<TimeLimit<OrderEnforcing<Maze>>>`. */
  toString(): string {
    const inner =
      this.env instanceof Wrapper ? String(this.env).slice(1, -1) : this.env.constructor.name;
    return `<${this.constructor.name}<${inner}>>`;
  }

  /**
   * The observation that this wrapper shows after a state was loaded, its own part included.
   *
   * @param observation - What the inner environment's `loadState` returned.
   */
  protected observe(observation: Observation): Observation {
    return observation;
  }

  /** Names this wrapper and the version of its state. */
  protected abstract readonly stateKind: string;
  /** The wrapper's own part of the state; `null` where it has none. */
  protected abstract saveOwnState(): StateValue;
  /** @param value - What {@link saveOwnState} returned once. */
  protected abstract loadOwnState(value: unknown): void;
}
