import { setTimeout as sleep } from 'node:timers/promises';
import { encodeLearnerMessage } from '../../transport/index.js';
import type { ConnectionEvent, Peer } from '../../transport/index.js';
import type { ActorSlot } from './actorSlot.js';
import type { FaultLog } from './faultLog.js';
import type { LossCause } from './hubEvents.js';
import type { Roster } from './roster.js';

/** libzmq reports a cut connection slightly before it forgets whose it was. */
const PROBE_DELAY_MS = 50;

/** What {@link Attendance} works with. */
export interface AttendanceOptions {
  readonly roster: Roster;
  readonly faults: FaultLog;
  readonly heartbeatMs: number;
  readonly lostAfterMs: number;
  /** Whether the run has begun, so that it may go on without an actor. */
  readonly begun: () => boolean;
  readonly send: (peer: Peer, frames: Uint8Array[]) => Promise<void>;
  readonly onLost: (slot: ActorSlot, cause: LossCause) => void;
  readonly onMasked: (slot: ActorSlot) => void;
}

/**
 * Notices which actors are there.
 *
 * Silence is counted in heartbeat ticks, not in clock time: while the learner computes, its timer
 * does not fire, and time in which it could not listen is not held against anyone.
 */
export class Attendance {
  private readonly heartbeat = encodeLearnerMessage({ type: 'heartbeat' });
  private readonly lostAfterTicks: number;
  private timer: NodeJS.Timeout | null = null;
  private probe: NodeJS.Timeout | null = null;
  /** Cut connections not yet matched with an actor, less actors whose cut was not yet reported. */
  private unexplained = 0;

  constructor(private readonly options: AttendanceOptions) {
    this.lostAfterTicks = Math.ceil(options.lostAfterMs / options.heartbeatMs);
  }

  start(): void {
    this.timer = setInterval(() => void this.tick(), this.options.heartbeatMs);
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    if (this.probe) clearTimeout(this.probe);
    this.timer = null;
    this.probe = null;
  }

  /** A connection came to nothing, or one of whatever kind was cut. */
  connection(event: ConnectionEvent): void {
    if (event !== 'disconnected') {
      this.blameStranger(event);
      return;
    }
    this.unexplained++;
    this.probe ??= setTimeout(() => void this.explain(), PROBE_DELAY_MS);
  }

  /** Sending found that a peer's connection is cut. */
  gone(peer: Peer): void {
    if (!this.options.roster.forget(peer)) return;
    this.unexplained--;
    const slot = this.options.roster.heldBy(peer);
    if (slot) this.options.onLost(slot, 'disconnected');
  }

  /** Finds actors whose connection was cut just now; it may not have been reported yet. */
  async findWhoLeft(): Promise<void> {
    await this.greetAll();
    if (this.options.roster.free()) return;
    await sleep(PROBE_DELAY_MS);
    await this.greetAll();
  }

  /** Sends every peer a heartbeat; those whose connection is cut are noticed by it. */
  private async greetAll(): Promise<void> {
    const { roster, send } = this.options;
    await Promise.all(roster.peers.map((peer) => send(peer, this.heartbeat)));
  }

  /** Matches cut connections with actors; the rest were strangers'. */
  private async explain(): Promise<void> {
    this.probe = null;
    await this.greetAll();
    for (; this.unexplained > 0; this.unexplained--) this.blameStranger('connection');
  }

  private async tick(): Promise<void> {
    for (const slot of this.options.roster.slots) slot.quietTicks++;
    await this.greetAll();
    // Timers run before sockets are read: judge only after what is queued has been taken in.
    setImmediate(() => {
      if (this.timer) this.judge();
    });
  }

  private judge(): void {
    for (const slot of this.options.roster.slots) {
      if (slot.quietTicks < this.lostAfterTicks) continue;
      if (slot.holder) this.options.onLost(slot, 'silent');
      if (this.options.begun() && !slot.masked) this.options.onMasked(slot);
    }
  }

  private blameStranger(reason: 'handshake' | 'unauthorised' | 'connection'): void {
    const details = {
      handshake: 'it sent no ZeroMQ greeting, or one that does not fit this address',
      unauthorised: "its key is not among the allowed clients' keys",
      connection: 'it was cut without a legal greeting: too long a frame, or no actor',
    };
    this.options.faults.record({
      reason,
      peer: `a connection without name (${reason})`,
      detail: details[reason],
    });
  }
}
