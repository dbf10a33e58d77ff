import { Deferred, ProtocolError, splitSized } from '../../transport/index.js';
import type { ActorHeaderOf, ParsedMessage } from '../../transport/index.js';
import type { ActorSlot } from './actorSlot.js';

/** States by global environment index; `null` where there is none. */
export type Snapshots = (Uint8Array | null)[];

/** Collects the environments' states from all actors. */
export class SnapshotRequests {
  private request = 0;
  private pending: {
    readonly waitingFor: Set<ActorSlot>;
    readonly snapshots: Snapshots;
    readonly done: Deferred<Snapshots>;
  } | null = null;

  /** @returns The number of the request to send to `slots`, and what they answer. */
  begin(
    slots: readonly ActorSlot[],
    environments: number,
  ): { id: number; done: Promise<Snapshots> } {
    const done = new Deferred<Snapshots>();
    this.request++;
    this.pending = {
      waitingFor: new Set(slots),
      snapshots: Array.from({ length: environments }, () => null),
      done,
    };
    this.finishIfComplete();
    return { id: this.request, done: done.promise };
  }

  get active(): boolean {
    return this.pending !== null;
  }

  /** @throws {@link ProtocolError} if nothing was asked or the sizes do not fit. */
  accept(slot: ActorSlot, message: ParsedMessage<ActorHeaderOf<'snapshot'>>): void {
    const { request, sizes } = message.header;
    if (!this.pending?.waitingFor.has(slot) || request !== this.request) {
      throw new ProtocolError('unexpected', `snapshot: request ${request} is not open`);
    }
    if (sizes.length !== slot.environments) {
      throw new ProtocolError(
        'length',
        `snapshot: expected ${slot.environments} sizes, got ${sizes.length}`,
      );
    }
    const states = splitSized(sizes, message.body[0]!);
    for (const lane of slot.lanes) {
      const ofLane = states.splice(0, lane.rows);
      this.pending.snapshots.splice(lane.environments.start, lane.rows, ...ofLane);
    }
    this.drop(slot);
  }

  /** Waits for a slot no longer; its environments stay without state. */
  drop(slot: ActorSlot): void {
    this.pending?.waitingFor.delete(slot);
    this.finishIfComplete();
  }

  fail(error: Error): void {
    this.pending?.done.reject(error);
    this.pending = null;
  }

  private finishIfComplete(): void {
    if (!this.pending || this.pending.waitingFor.size > 0) return;
    this.pending.done.resolve(this.pending.snapshots);
    this.pending = null;
  }
}
