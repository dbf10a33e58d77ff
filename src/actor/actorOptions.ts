import type { Env } from '@rl-tools/env';
import type { ActorCurve } from '../transport/index.js';

/** Builds the environment that the learner asks for. */
export type MakeEnv = (
  id: string,
  options: Readonly<Record<string, unknown>>,
) => Env | Promise<Env>;

/** What an actor does when its learner is lost. */
export type LossMode = 'exit' | 'wait';

/** Settings of {@link runActor}. */
export interface ActorOptions {
  /** The learner's address, e.g. `tcp://10.0.0.5:5555`. */
  readonly connect: string;
  readonly make: MakeEnv;
  /** This actor's keys and the learner's public key, where the learner's address wants them. */
  readonly curve?: ActorCurve | undefined;
  /** What to do when the learner is lost; by default what its welcome says, `exit` before one. */
  readonly onLearnerLost?: LossMode | undefined;
  /** How long to look for a learner at first, unless `onLearnerLost` is `wait`; 60,000 by default. */
  readonly connectTimeoutMs?: number | undefined;
  /** Ends the actor cleanly, e.g. on SIGTERM. */
  readonly signal?: AbortSignal | undefined;
  readonly log?: ((message: string) => void) | undefined;
}
