import type { Env, EnvSpec, Frame, Info, ResetOptions, StepResult } from '../env.js';
import { EnvError, ResetNeededError } from '../errors.js';
import { Wrapper } from './wrapper.js';

/** Where in its life an environment is. */
type Phase = 'new' | 'running' | 'ended' | 'closed';

const REASONS = {
  new: 'before the first reset()',
  ended: 'after the end of the episode (terminated or truncated)',
} as const;

/**
 * Refuses calls in the wrong order, after Gymnasium's `OrderEnforcing`, and beyond it: also a step
 * after the end and any use after `close`. The inner environment is closed at most once.
 */
export class OrderEnforcing<Observation = unknown, Action = unknown> extends Wrapper<
  Observation,
  Action
> {
  protected readonly stateKind = 'OrderEnforcing/1';
  readonly #spec: EnvSpec | undefined;
  #phase: Phase = 'new';

  /** @param spec - How the environment was made; the inner one's own if left out. */
  constructor(env: Env<Observation, Action>, spec: EnvSpec | undefined = env.spec) {
    super(env);
    this.#spec = spec;
  }

  override get spec(): EnvSpec | undefined {
    return this.#spec;
  }

  /** @throws {@link EnvError} after `close`. */
  override reset(options?: ResetOptions): [observation: Observation, info: Info] {
    this.#requireOpen('reset');
    const result = this.env.reset(options);
    this.#phase = 'running';
    return result;
  }

  /** @throws {@link ResetNeededError} before the first reset or after the end. */
  override step(action: Action): StepResult<Observation> {
    this.#requireOpen('step');
    if (this.#phase !== 'running') throw this.#resetNeeded('step');
    const result = this.env.step(action);
    if (result[2] || result[3]) this.#phase = 'ended';
    return result;
  }

  /** @throws {@link ResetNeededError} before the first reset. */
  override render(): Frame | null {
    this.#requireOpen('render');
    if (this.#phase === 'new') throw this.#resetNeeded('render');
    return this.env.render();
  }

  override close(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.env.close();
  }

  protected saveOwnState(): Phase {
    this.#requireOpen('saveState');
    if (this.#phase === 'new') throw this.#resetNeeded('saveState');
    return this.#phase;
  }

  protected loadOwnState(value: unknown): void {
    this.#requireOpen('loadState');
    this.#phase = value as Phase; // 'OrderEnforcing/1' vouches for it
  }

  #requireOpen(call: string): void {
    if (this.#phase !== 'closed') return;
    throw new EnvError(`${this.#name}: ${call}() after close(). Make a new environment.`);
  }

  #resetNeeded(call: string): ResetNeededError {
    const reason = this.#phase === 'new' ? REASONS.new : REASONS.ended;
    return new ResetNeededError(`${this.#name}: ${call}() ${reason}. Call reset() first.`);
  }

  get #name(): string {
    return this.#spec?.id ?? this.env.constructor.name;
  }
}
