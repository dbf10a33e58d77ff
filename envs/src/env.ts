import type { Space } from './spaces/index.js';

/** Extra facts about a reset or a step, for people and probes, never for the agent. */
export type Info = Readonly<Record<string, unknown>>;

/** Arguments of {@link Env.reset}. */
export interface ResetOptions {
  /** Seeds the environment's own generator. Left out: the generator goes on from where it is. */
  readonly seed?: number | undefined;
  /** What this environment, and no other, understands. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** An RGB picture: `data` is row-major `[height, width, 3]`, 0 to 255. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** `[observation, reward, terminated, truncated, info]`, as Gymnasium 1.x orders them. */
export type StepResult<Observation> = [
  observation: Observation,
  reward: number,
  terminated: boolean,
  truncated: boolean,
  info: Info,
];

/** How `make` built an environment. */
export interface EnvSpec {
  readonly id: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Agent steps after which `TimeLimit` truncates; absent where episodes have no limit. */
  readonly maxEpisodeSteps?: number | undefined;
  /** Simulator ticks ("frames") per agent step. */
  readonly framesPerStep: number;
  /** Mean return from which the task counts as solved; absent where nobody has said. */
  readonly rewardThreshold?: number;
  /** Whether equal seeds and actions may give different episodes. */
  readonly nondeterministic?: boolean;
}

/**
 * One environment, after Gymnasium 1.x (`gymnasium.Env`).
 *
 * An observation belongs to the environment and is only valid until the next `reset` or `step`:
 * whoever keeps it copies it. After `terminated` or `truncated` the next call must be `reset`.
 */
export interface Env<Observation = unknown, Action = unknown> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;
  readonly spec?: EnvSpec | undefined;
  reset(options?: ResetOptions): [observation: Observation, info: Info];
  step(action: Action): StepResult<Observation>;
  /** The current view as a picture, or `null` where there is nothing to see. */
  render(): Frame | null;
  /** Frees what the environment holds; calling it twice is harmless. */
  close(): void;
}

/** An environment whose whole state, generator included, can be written down and taken up again. */
export interface StatefulEnv<Observation = unknown, Action = unknown> extends Env<
  Observation,
  Action
> {
  saveState(): Uint8Array;
  /**
   * Continues exactly where `saveState` was called.
   *
   * @returns The observation that was current then.
   * @throws {@link EnvError} if the bytes are not a state of this environment and version.
   */
  loadState(state: Uint8Array): Observation;
}
