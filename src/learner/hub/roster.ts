import type { Peer } from '../../transport/index.js';
import { ActorSlot } from './actorSlot.js';
import { GroupExchange } from './groupExchange.js';
import type { ActorInfo, ActorPresence } from './hubEvents.js';
import type { HubSettings } from './hubOptions.js';
import { Lane } from './lane.js';
import { groupRanges, sliceOf } from './partition.js';

/** Who holds which slot. */
export class Roster {
  readonly slots: readonly ActorSlot[];
  readonly exchanges: readonly GroupExchange[];
  /** Connections that said a legal hello and are not known to be cut, slot or not. */
  private readonly greeted = new Map<string, Peer>();

  constructor({ env, groups, processes, startSequence }: HubSettings) {
    const ranges = groupRanges(env.count, groups);
    const lanes = ranges.map((range, group) =>
      Array.from({ length: processes }, (_, slot) => {
        const environments = sliceOf(range, slot, processes);
        return new Lane({ group, slot, environments, firstRow: environments.start - range.start });
      }),
    );
    this.exchanges = ranges.map(
      (range, group) => new GroupExchange(range, lanes[group]!.filter(hasRows), startSequence),
    );
    this.slots = Array.from(
      { length: processes },
      (_, slot) => new ActorSlot(slot, lanes.map((ofGroup) => ofGroup[slot]!).filter(hasRows)),
    );
  }

  /** All connections that may be sent a heartbeat. */
  get peers(): Peer[] {
    return [...this.greeted.values()];
  }

  greet(peer: Peer): void {
    this.greeted.set(peer.key, peer);
  }

  /** @returns Whether the connection had been greeted and not been found cut before. */
  forget(peer: Peer): boolean {
    return this.greeted.delete(peer.key);
  }

  heldBy(peer: Peer): ActorSlot | undefined {
    return this.slots.find((slot) => slot.holder?.peer.key === peer.key);
  }

  heldByActor(actor: string): ActorSlot | undefined {
    return this.slots.find((slot) => slot.holder?.info.actor === actor);
  }

  free(): ActorSlot | undefined {
    return this.slots.find((slot) => slot.holder === null);
  }

  /** Actors that hold a slot. */
  get actors(): ActorInfo[] {
    return this.slots.flatMap((slot) => (slot.holder ? [slot.holder.info] : []));
  }

  /** @param heartbeatMs - Time between two ticks. */
  presence(heartbeatMs: number): ActorPresence {
    const leftOut = this.slots.filter((slot) => slot.masked);
    return {
      expected: this.slots.length,
      connected: this.actors.length,
      environmentsLeftOut: leftOut.reduce((sum, slot) => sum + slot.environments, 0),
      silentSeconds: this.slots.map((slot) => (slot.quietTicks * heartbeatMs) / 1000),
    };
  }
}

function hasRows(lane: Lane): boolean {
  return lane.rows > 0;
}
