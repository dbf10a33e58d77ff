import type { LearnerCurve } from '../../transport/index.js';
import { HubError } from './errors.js';
import type { HubEvent } from './hubEvents.js';
import { checkProcesses } from './partition.js';

/** Settings of {@link ActorHub.listen}. */
export interface ActorHubOptions {
  /** Where actors connect, e.g. `tcp://127.0.0.1:*`; left out, an ipc address of its own. */
  readonly bind?: string | undefined;
  /** CURVE keys; required for an address that other machines can reach. */
  readonly curve?: LearnerCurve | undefined;
  /** What every actor builds, and how many environments there are in all. */
  readonly env: {
    readonly id: string;
    readonly options?: Readonly<Record<string, unknown>> | undefined;
    readonly count: number;
  };
  /** Number of actor processes that share the environments. */
  readonly processes: number;
  /** Groups that are stepped in turn; 2 by default: one steps while the other is inferred. */
  readonly groups?: number | undefined;
  /** The run's seed; every environment's is derived from it. */
  readonly seed: number;
  readonly runId: string;
  /**
   * Whether the first episode of every environment is cut at a seeded random step, where episodes
   * have a limit; true by default.
   */
  readonly staggerFirstEpisode?: boolean | undefined;
  /** Sequence number of the first observations; 0 by default, a checkpoint's on resume. */
  readonly startSequence?: number | undefined;
  /** Per environment, the state to go on from. */
  readonly snapshots?: readonly (Uint8Array | null)[] | undefined;
  /** Both sides send something at least this often; 1000 by default. */
  readonly heartbeatMs?: number | undefined;
  /**
   * How long the run waits for an actor that is silent or gone before it goes on without its
   * environments; 30,000 by default, at least three heartbeats. Only time counts in which the
   * learner could listen.
   */
  readonly lostAfterMs?: number | undefined;
  /** After so long without a word actors take the learner for lost; 120,000 by default. */
  readonly learnerSilenceMs?: number | undefined;
  /** What an actor does then; `exit` by default. */
  readonly onLearnerLost?: 'exit' | 'wait' | undefined;
  /** Connections that send a longer frame are cut; 64 MiB by default. */
  readonly maxMessageBytes?: number | undefined;
  readonly onEvent?: ((event: HubEvent) => void) | undefined;
}

/** {@link ActorHubOptions} with every default filled in. */
export type HubSettings = Required<
  Omit<ActorHubOptions, 'bind' | 'curve' | 'snapshots' | 'env' | 'onEvent'>
> & {
  readonly env: { id: string; options: Readonly<Record<string, unknown>>; count: number };
  readonly snapshots: readonly (Uint8Array | null)[] | null;
  readonly onEvent: (event: HubEvent) => void;
};

/** @throws {@link HubError} if a setting is out of range. */
export function resolveSettings(options: ActorHubOptions): HubSettings {
  const settings: HubSettings = {
    env: { ...options.env, options: options.env.options ?? {} },
    processes: options.processes,
    groups: options.groups ?? 2,
    seed: options.seed,
    runId: options.runId,
    staggerFirstEpisode: options.staggerFirstEpisode ?? true,
    startSequence: options.startSequence ?? 0,
    snapshots: options.snapshots ?? null,
    heartbeatMs: options.heartbeatMs ?? 1000,
    lostAfterMs: options.lostAfterMs ?? 30_000,
    learnerSilenceMs: options.learnerSilenceMs ?? 120_000,
    onLearnerLost: options.onLearnerLost ?? 'exit',
    maxMessageBytes: options.maxMessageBytes ?? 64 * 1024 * 1024,
    onEvent: options.onEvent ?? (() => undefined),
  };
  check(settings);
  return settings;
}

function check(settings: HubSettings): void {
  const { env, processes, groups, heartbeatMs, lostAfterMs, snapshots } = settings;
  checkProcesses(env.count, processes, groups);
  if (lostAfterMs < 3 * heartbeatMs) {
    throw new HubError(
      `actors.lostAfterMs: expected at least three heartbeats (${3 * heartbeatMs} ms), got ${lostAfterMs}.`,
    );
  }
  if (snapshots && snapshots.length !== env.count) {
    throw new HubError(
      `snapshots: expected one per environment (${env.count}), got ${snapshots.length}.`,
    );
  }
}
