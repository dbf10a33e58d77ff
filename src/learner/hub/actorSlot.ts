import type { Peer } from '../../transport/index.js';
import { ProtocolError } from '../../transport/index.js';
import type { ActorInfo } from './hubEvents.js';
import type { Lane } from './lane.js';

/** The actor that holds a slot. */
export interface Holder {
  readonly peer: Peer;
  readonly info: ActorInfo;
  /** It has described its environments and may send observations. */
  ready: boolean;
}

/** One actor's place in the run: fixed environments in every group, held by one process at a time. */
export class ActorSlot {
  holder: Holder | null = null;
  /** How many actors before the present one sent observations from here. */
  generation = 0;
  /** The present holder, or the last one, sent observations. */
  private begun = false;
  /** Heartbeat ticks since the holder was last heard, or since it was lost. */
  quietTicks = 0;

  constructor(
    readonly index: number,
    readonly lanes: readonly Lane[],
  ) {}

  /** Number of environments. */
  get environments(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.rows, 0);
  }

  /** The run goes on without it. */
  get masked(): boolean {
    return this.lanes.every((lane) => lane.masked);
  }

  /** Gives the slot to an actor. */
  take(peer: Peer, info: ActorInfo): void {
    this.holder = { peer, info, ready: false };
    this.quietTicks = 0;
    // An actor that died before its first observations was never there: the same seeds again.
    if (this.begun) this.generation++;
    this.begun = false;
  }

  /** Its environments have taken their first step or been reset: they cannot be begun anew unseen. */
  begin(): void {
    this.begun = true;
  }

  /** The holder is gone. */
  release(): void {
    this.holder = null;
    this.quietTicks = 0;
    for (const lane of this.lanes) lane.clear();
  }

  /** The run stops waiting for it. */
  mask(): void {
    for (const lane of this.lanes) lane.masked = true;
  }

  /** @throws {@link ProtocolError} (`range`) if the slot has no part in that group. */
  lane(group: number): Lane {
    const lane = this.lanes.find((candidate) => candidate.group === group);
    if (lane) return lane;
    throw new ProtocolError('range', `group: this actor has no part in group ${group}`);
  }
}
