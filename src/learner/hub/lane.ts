import { ProtocolError } from '../../transport/index.js';
import type { ObservationRows } from '../../transport/index.js';
import type { EnvironmentRange } from './partition.js';

/**
 * One actor's part of one group, and where the exchange with that actor stands.
 *
 * An actor's sequence numbers start at the one its welcome named and go up by one per step. Without
 * faults they equal the group's own; a replaced actor's may lag behind after the run went on
 * without it.
 */
export class Lane {
  /** The outcome that was received but not yet delivered to the learner. */
  arrived: ObservationRows | null = null;
  /** The actor awaits actions for what was delivered last. */
  awaitsActions = false;
  /** The run does not wait for this lane. */
  masked = false;
  /** The next observations come from a replacement: what came before them is unknown. */
  restarted = false;
  /** Sequence number that the actor owes; `null` when it owes nothing. */
  private owed: number | null = null;
  private last = 0;

  readonly group: number;
  /** Index of the actor's slot. */
  readonly slot: number;
  readonly environments: EnvironmentRange;
  /** Row in the group of the first environment. */
  readonly firstRow: number;

  constructor(place: {
    readonly group: number;
    readonly slot: number;
    readonly environments: EnvironmentRange;
    readonly firstRow: number;
  }) {
    this.group = place.group;
    this.slot = place.slot;
    this.environments = place.environments;
    this.firstRow = place.firstRow;
  }

  /** Number of environments. */
  get rows(): number {
    return this.environments.end - this.environments.start;
  }

  /** An actor takes the lane over; its first observations carry `sequence`. */
  begin(sequence: number, { restarted }: { restarted: boolean }): void {
    this.clear();
    this.owed = sequence;
    this.restarted = restarted;
  }

  /** The actor is gone. */
  clear(): void {
    this.arrived = null;
    this.owed = null;
    this.awaitsActions = false;
  }

  /**
   * Checks that observations are the ones that are due.
   *
   * @throws {@link ProtocolError} (`sequence`) if they are repeated, late or early.
   */
  expect(sequence: number): void {
    if (sequence === this.owed) return;
    const due = this.owed === null ? 'none is due' : `expected ${this.owed}`;
    throw new ProtocolError(
      'sequence',
      `observations of group ${this.group}: ${due}, got ${sequence}`,
    );
  }

  /** Takes the observations that were due. */
  accept(sequence: number, rows: ObservationRows): void {
    this.arrived = rows;
    this.owed = null;
    this.last = sequence;
    this.masked = false;
  }

  /** Notes that actions go out. @returns The sequence number that they answer. */
  act(): number {
    this.awaitsActions = false;
    this.owed = this.last + 1;
    return this.last;
  }
}
