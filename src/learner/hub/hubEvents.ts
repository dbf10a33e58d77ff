import type { Fault } from './faultLog.js';

/** One actor process, as it named itself. */
export interface ActorInfo {
  /** Its place among the run's actor processes. */
  readonly slot: number;
  /** The unique name it gave itself. */
  readonly actor: string;
  readonly pid: number;
  readonly host?: string | undefined;
}

/** Which of a run's actors are there. */
export interface ActorPresence {
  /** Actor processes among which the environments are divided. */
  readonly expected: number;
  /** How many of them are connected. */
  readonly connected: number;
  /** Environments that the run goes on without. */
  readonly environmentsLeftOut: number;
  /**
   * Seconds since each was last heard, or since it was lost; counted in heartbeats, of which none
   * pass while the learner computes.
   */
  readonly silentSeconds: readonly number[];
}

/**
 * Why an actor is gone: its connection was cut, nothing came from it for too long, its environment
 * raised an error, or it began anew.
 */
export type LossCause = 'disconnected' | 'silent' | 'failed' | 'restarted';

/** What happens to actors, each with a sentence for the log. */
export type HubEvent = { readonly message: string } & (
  | { readonly type: 'joined'; readonly actor: ActorInfo }
  | { readonly type: 'returned'; readonly actor: ActorInfo }
  | { readonly type: 'lost'; readonly actor: ActorInfo; readonly cause: LossCause }
  /** The run goes on without a slot's environments. */
  | { readonly type: 'masked'; readonly slot: number; readonly environments: number }
  | { readonly type: 'refused'; readonly peer: string }
  /** Nothing can go on until an actor connects. */
  | { readonly type: 'waiting' }
  | { readonly type: 'fault'; readonly fault: Fault }
);

/** `actor 1 (pid 4242 on render-box)` */
export function actorName({ slot, pid, host }: ActorInfo): string {
  return `actor ${slot} (pid ${pid}${host === undefined ? '' : ` on ${host}`})`;
}
