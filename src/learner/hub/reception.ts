import {
  ProtocolError,
  decodeObservations,
  encodeLearnerMessage,
  observationBytes,
  parseActorMessage,
} from '../../transport/index.js';
import type {
  ActorHeader,
  ActorHeaderOf,
  Frames,
  ParsedMessage,
  Peer,
} from '../../transport/index.js';
import type { ActorSlot, Holder } from './actorSlot.js';
import type { Agreement } from './agreement.js';
import type { FaultLog } from './faultLog.js';
import { actorName } from './hubEvents.js';
import type { HubEvent, LossCause } from './hubEvents.js';
import type { HubSettings } from './hubOptions.js';
import type { Roster } from './roster.js';
import type { SnapshotRequests } from './snapshotRequests.js';
import { beginLanes, welcomeMessage } from './welcome.js';

/** What {@link Reception} works with. */
export interface ReceptionOptions {
  readonly settings: HubSettings;
  readonly roster: Roster;
  readonly agreement: Agreement;
  readonly snapshots: SnapshotRequests;
  readonly faults: FaultLog;
  readonly send: (peer: Peer, frames: Uint8Array[]) => Promise<void>;
  /** Looks for slots whose actor is gone unnoticed. */
  readonly findWhoLeft: () => Promise<void>;
  readonly onLost: (slot: ActorSlot, cause: LossCause, detail?: string) => void;
  readonly onArrived: (group: number) => void;
}

/** Takes in what actors send: every message is checked before it has any effect. */
export class Reception {
  constructor(private readonly options: ReceptionOptions) {}

  /** Takes one message. What does not fit is counted and dropped; nothing is ever thrown. */
  async receive(peer: Peer, frames: Frames): Promise<void> {
    try {
      await this.take(peer, parseActorMessage(frames));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const { reason, message: detail } = error;
      this.options.faults.record({ reason, peer: this.nameOf(peer), detail });
      if (reason === 'version') await this.refuse(peer, { reason: detail, retry: false });
    }
  }

  private async take(peer: Peer, message: ParsedMessage<ActorHeader>): Promise<void> {
    const { header } = message;
    if (header.type === 'hello') {
      await this.admit(peer, header);
      return;
    }
    const slot = this.options.roster.heldBy(peer);
    if (!slot?.holder) {
      // E.g. an actor that was taken for lost: it may say hello again.
      await this.refuse(peer, { reason: 'this connection holds no place: say hello', retry: true });
      throw new ProtocolError('stranger', `${header.type} from a sender without a place`);
    }
    slot.quietTicks = 0;
    await this.hear({ slot, holder: slot.holder }, message);
  }

  private async hear(
    from: { readonly slot: ActorSlot; readonly holder: Holder },
    message: ParsedMessage<ActorHeader>,
  ): Promise<void> {
    const { header, body } = message;
    switch (header.type) {
      case 'ready':
        await this.ready(from, header);
        break;
      case 'observations':
        this.observations(from, { header, body });
        break;
      case 'snapshot':
        this.options.snapshots.accept(from.slot, { header, body });
        break;
      case 'failed':
        this.options.onLost(from.slot, 'failed', header.message);
        break;
      case 'hello':
      case 'heartbeat':
        break;
    }
  }

  private async admit(peer: Peer, hello: ActorHeaderOf<'hello'>): Promise<void> {
    const { roster } = this.options;
    const held = roster.heldBy(peer);
    if (held?.holder?.info.actor === hello.actor) return; // asked again before our answer came
    roster.greet(peer);
    if (held) this.options.onLost(held, 'restarted');
    const former = roster.heldByActor(hello.actor);
    if (former) this.options.onLost(former, 'restarted'); // its old connection is not yet cut
    if (!roster.free()) await this.options.findWhoLeft();
    if (roster.heldBy(peer)) return; // a second hello overtook this one
    const slot = roster.free();
    if (slot) await this.welcome(slot, peer, hello);
    else await this.turnAway(peer, hello);
  }

  private async welcome(
    slot: ActorSlot,
    peer: Peer,
    { actor, pid, host }: ActorHeaderOf<'hello'>,
  ): Promise<void> {
    const { roster, settings } = this.options;
    slot.take(peer, { slot: slot.index, actor, pid, host });
    beginLanes(slot, roster.exchanges);
    await this.options.send(peer, welcomeMessage(slot, roster.exchanges, settings));
  }

  private async turnAway(peer: Peer, hello: ActorHeaderOf<'hello'>): Promise<void> {
    const reason =
      `all ${this.options.settings.processes} places are taken: ` +
      'start fewer actors, or raise actors.processes.';
    await this.refuse(peer, { reason, retry: false });
    const message = `refused an actor (pid ${hello.pid}): ${reason}`;
    this.options.settings.onEvent({ type: 'refused', peer: peer.key, message });
  }

  private async ready(
    { slot, holder }: { readonly slot: ActorSlot; readonly holder: Holder },
    { description }: ActorHeaderOf<'ready'>,
  ): Promise<void> {
    if (holder.ready) throw new ProtocolError('unexpected', 'ready: said before');
    const { agreement, settings } = this.options;
    const objection = agreement.objection(description);
    if (objection !== null) {
      this.options.onLost(slot, 'failed', objection);
      agreement.refuse(objection);
      await this.refuse(holder.peer, { reason: objection, retry: false });
      return;
    }
    holder.ready = true;
    settings.onEvent(joined(slot, holder));
    agreement.accept(description);
  }

  private observations(
    { slot, holder }: { readonly slot: ActorSlot; readonly holder: Holder },
    message: ParsedMessage<ActorHeaderOf<'observations'>>,
  ): void {
    const { description } = this.options.agreement;
    if (!holder.ready || !description) {
      throw new ProtocolError('unexpected', 'observations: expected ready first');
    }
    const { group, sequence } = message.header;
    const lane = slot.lane(group);
    lane.expect(sequence);
    const size = { rows: lane.rows, observationBytes: observationBytes(description) };
    lane.accept(sequence, decodeObservations(message, size));
    slot.begin();
    this.options.onArrived(group);
  }

  private async refuse(peer: Peer, answer: { reason: string; retry: boolean }): Promise<void> {
    await this.options.send(peer, encodeLearnerMessage({ type: 'refused', ...answer }));
  }

  private nameOf(peer: Peer): string {
    const holder = this.options.roster.heldBy(peer)?.holder;
    return holder ? actorName(holder.info) : `an unknown sender (${peer.key})`;
  }
}

function joined(slot: ActorSlot, { info }: Holder): HubEvent {
  const returned = slot.generation > 0;
  const message = `${actorName(info)} ${returned ? 'has taken over' : 'has joined with'} ${slot.environments} environments`;
  return { type: returned ? 'returned' : 'joined', actor: info, message };
}
