import {
  Deferred,
  LearnerSocket,
  createIpcAddress,
  encodeLearnerMessage,
  int32Bytes,
  observationBytes,
} from '../../transport/index.js';
import type { EnvironmentDescription, IpcAddress, Peer } from '../../transport/index.js';
import type { ActorSlot } from './actorSlot.js';
import { Agreement } from './agreement.js';
import { Attendance } from './attendance.js';
import { HubError } from './errors.js';
import { FaultLog } from './faultLog.js';
import type { FaultCounts } from './faultLog.js';
import type { GroupExchange, GroupObservations } from './groupExchange.js';
import { actorName } from './hubEvents.js';
import type { ActorInfo, LossCause } from './hubEvents.js';
import { resolveSettings } from './hubOptions.js';
import type { ActorHubOptions, HubSettings } from './hubOptions.js';
import type { Lane } from './lane.js';
import { Reception } from './reception.js';
import { Roster } from './roster.js';
import { SnapshotRequests } from './snapshotRequests.js';
import type { Snapshots } from './snapshotRequests.js';

/**
 * The learner's side of the wire: exchanges observations and actions with all actors in lockstep.
 *
 * For each group in turn the learner calls {@link receive} and then {@link act}; environments keep
 * fixed indices, so what it sees does not depend on how many actors there are or who answers first.
 */
export class ActorHub {
  private readonly roster: Roster;
  private readonly agreement: Agreement;
  private readonly attendance: Attendance;
  private readonly reception: Reception;
  private readonly snapshotRequests = new SnapshotRequests();
  private readonly faultLog: FaultLog;
  private readonly waiting = new Map<number, Deferred<GroupObservations>>();
  private socket: LearnerSocket | null = null;
  private failure: Error | null = null;

  private constructor(
    private readonly settings: HubSettings,
    private readonly ipc: IpcAddress | null,
  ) {
    const { onEvent, maxMessageBytes } = settings;
    this.roster = new Roster(settings);
    this.agreement = new Agreement(this.roster, maxMessageBytes);
    this.faultLog = new FaultLog((fault, message) => {
      onEvent({ type: 'fault', fault, message });
    });
    const send = (peer: Peer, frames: Uint8Array[]): Promise<void> => this.send(peer, frames);
    const onLost = this.lose.bind(this);
    const shared = { settings, roster: this.roster, faults: this.faultLog, send, onLost };
    this.attendance = new Attendance({
      ...shared,
      ...settings,
      begun: () => this.agreement.reached,
      onMasked: (slot) => {
        this.mask(slot);
      },
    });
    this.reception = new Reception({
      ...shared,
      agreement: this.agreement,
      snapshots: this.snapshotRequests,
      findWhoLeft: () => this.attendance.greetAll(),
      onArrived: (group) => {
        this.deliverIfComplete(group);
      },
    });
  }

  /**
   * Opens the address and waits for actors from then on.
   *
   * @throws {@link TransportError} if the address cannot be used, {@link HubError} if a setting is
   *   out of range.
   */
  static async listen(options: ActorHubOptions): Promise<ActorHub> {
    const settings = resolveSettings(options);
    const ipc = options.bind === undefined ? await createIpcAddress() : null;
    const hub = new ActorHub(settings, ipc);
    try {
      await hub.open(ipc?.address ?? options.bind!, options);
    } catch (error) {
      await ipc?.remove();
      throw error;
    }
    return hub;
  }

  /** Where actors connect; a free port that was asked for is filled in. */
  get address(): string {
    return this.socket?.address ?? '';
  }

  /** Messages that were dropped since the start. */
  get faults(): FaultCounts {
    return this.faultLog.faults;
  }

  /** Actors that hold a place now. */
  get actors(): readonly ActorInfo[] {
    return this.roster.actors;
  }

  /** Number of environments in each group, in order of the groups. */
  get groupSizes(): readonly number[] {
    return this.roster.exchanges.map((exchange) => exchange.rows);
  }

  /**
   * Waits until every actor has built its environments.
   *
   * @throws {@link HubError} if two actors' environments differ; the signal's reason if it aborts.
   */
  async describe(signal?: AbortSignal): Promise<EnvironmentDescription> {
    this.refuseIfFailed();
    signal?.throwIfAborted();
    const aborted = new Deferred<never>();
    const abort = (): void => {
      aborted.reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([this.agreement.complete.promise, aborted.promise]);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /**
   * Waits for the next observations of a group, in the order of its environments.
   *
   * Rows of a lost actor are waited for up to `lostAfterMs` and then come as zeros with
   * `present` 0; if no actor is left, it waits until one connects.
   *
   * @throws {@link HubError} if the last ones of the group were not answered by {@link act}, if
   *   the hub was closed, or with the error given to {@link fail}.
   */
  async receive(group: number): Promise<GroupObservations> {
    this.refuseIfFailed();
    const exchange = this.exchange(group);
    if (exchange.awaitsActions || this.waiting.has(group)) {
      throw new HubError(
        `receive(${group}): call act(${group}, …) for the last observations first.`,
      );
    }
    const delivery = new Deferred<GroupObservations>();
    this.waiting.set(group, delivery);
    this.deliverIfComplete(group);
    this.reportIfDeserted(exchange);
    return delivery.promise;
  }

  /**
   * Sends each environment of a group its action; those of lost actors are ignored.
   *
   * @param actions - `[n]`, 0 to `actions − 1`, in the order of the group's environments.
   * @throws {@link HubError} if nothing was received that these could answer, or their number or
   *   range is wrong.
   */
  act(group: number, actions: Int32Array): void {
    this.refuseIfFailed();
    const exchange = this.exchange(group);
    if (!exchange.awaitsActions) {
      throw new HubError(`act(${group}): call receive(${group}) first.`);
    }
    this.checkActions(exchange, actions);
    exchange.answered();
    for (const lane of exchange.lanes) this.answer(lane, actions);
  }

  /**
   * Asks all actors for their environments' states: at one moment, when every group has been
   * received and not yet been answered.
   *
   * @returns By environment index; `null` where an environment cannot save its state or its actor
   *   is lost.
   * @throws {@link HubError} at any other moment.
   */
  async snapshots(): Promise<Snapshots> {
    this.refuseIfFailed();
    if (this.snapshotRequests.active || !this.roster.exchanges.every((e) => e.awaitsActions)) {
      throw new HubError('snapshots(): receive every group first, and act on none before.');
    }
    const able = this.agreement.description?.canSnapshot === true;
    const slots = able ? this.roster.slots.filter(isAtRest) : [];
    const { id, done } = this.snapshotRequests.begin(slots, this.settings.env.count);
    const message = encodeLearnerMessage({ type: 'snapshot', request: id });
    for (const slot of slots) void this.send(slot.holder!.peer, message);
    return done;
  }

  /** Ends whatever is awaited now or later with an error, e.g. that no actor can be started. */
  fail(error: Error): void {
    this.failure ??= error;
    this.agreement.complete.reject(error);
    this.snapshotRequests.fail(error);
    for (const delivery of this.waiting.values()) delivery.reject(error);
    this.waiting.clear();
  }

  /** Tells all actors to stop and closes the address; calling it twice is harmless. */
  async close(reason = 'the run has ended'): Promise<void> {
    this.attendance.stop();
    this.fail(new HubError(`the hub is closed: ${reason}`));
    const stop = encodeLearnerMessage({ type: 'stop', reason });
    const holders = this.roster.slots.flatMap((slot) => slot.holder ?? []);
    await Promise.all(holders.map((holder) => this.send(holder.peer, stop)));
    this.socket?.close();
    await this.ipc?.remove();
  }

  private async open(address: string, { curve }: ActorHubOptions): Promise<void> {
    const onFailure = (error: unknown): void => {
      this.fail(new HubError(`the learner's socket failed: ${String(error)}`, { cause: error }));
    };
    this.socket = await LearnerSocket.bind({
      address,
      curve,
      maxFrameBytes: this.settings.maxMessageBytes,
      onMessage: (peer, frames) => {
        this.reception.receive(peer, frames).catch(onFailure);
      },
      onConnection: (event) => {
        this.attendance.connection(event);
      },
      onFailure,
    });
    this.attendance.start();
  }

  private async send(peer: Peer, frames: Uint8Array[]): Promise<void> {
    const result = await this.socket?.send(peer, frames);
    // A peer that does not read (`full`) stays without answers until its silence is noticed.
    if (result === 'gone') this.attendance.gone(peer);
  }

  private answer(lane: Lane, actions: Int32Array): void {
    const holder = this.holderOf(lane);
    if (!lane.awaitsActions || !holder) return;
    const rows = actions.subarray(lane.firstRow, lane.firstRow + lane.rows);
    const header = { type: 'actions', group: lane.group, sequence: lane.act() } as const;
    void this.send(holder.peer, encodeLearnerMessage(header, [int32Bytes(rows)]));
  }

  private lose(slot: ActorSlot, cause: LossCause, detail?: string): void {
    const actor = slot.holder?.info;
    if (!actor) return;
    slot.release();
    this.snapshotRequests.drop(slot);
    const message = `lost ${actorName(actor)}: ${LOSSES[cause]}${detail === undefined ? '' : `: ${detail}`}`;
    this.settings.onEvent({ type: 'lost', actor, cause, message });
  }

  private mask(slot: ActorSlot): void {
    slot.mask();
    const { environments } = slot;
    const message = `going on without the ${environments} environments of actor ${slot.index}`;
    this.settings.onEvent({ type: 'masked', slot: slot.index, environments, message });
    for (const { group } of slot.lanes) this.deliverIfComplete(group);
    for (const { group } of slot.lanes) this.reportIfDeserted(this.exchange(group));
  }

  private deliverIfComplete(group: number): void {
    const delivery = this.waiting.get(group);
    const { description } = this.agreement;
    const exchange = this.exchange(group);
    if (!delivery || !description || !exchange.complete) return;
    this.waiting.delete(group);
    delivery.resolve(exchange.deliver(observationBytes(description)));
  }

  private reportIfDeserted(exchange: GroupExchange): void {
    if (this.waiting.size === 0 || !exchange.deserted) return;
    const message = `no actor is left: waiting for one to connect to ${this.address}`;
    this.settings.onEvent({ type: 'waiting', message });
  }

  private checkActions(exchange: GroupExchange, actions: Int32Array): void {
    const limit = this.agreement.description!.actions; // known: observations were delivered
    if (actions.length !== exchange.rows) {
      throw new HubError(`act: expected ${exchange.rows} actions, got ${actions.length}.`);
    }
    const row = actions.findIndex((action) => action < 0 || action >= limit);
    if (row >= 0) {
      throw new HubError(`act: row ${row}: expected 0 to ${limit - 1}, got ${actions[row]!}.`);
    }
  }

  private exchange(group: number): GroupExchange {
    const exchange = this.roster.exchanges[group];
    if (exchange) return exchange;
    throw new HubError(`group: expected below ${this.roster.exchanges.length}, got ${group}.`);
  }

  private holderOf(lane: Lane): ActorSlot['holder'] {
    return this.roster.slots.find((slot) => slot.lanes.includes(lane))?.holder ?? null;
  }

  private refuseIfFailed(): void {
    if (this.failure) throw this.failure;
  }
}

const LOSSES: Readonly<Record<LossCause, string>> = {
  disconnected: 'its connection is cut',
  silent: 'nothing came from it for too long',
  failed: 'it reported an error',
  restarted: 'it began anew',
};

/** All its environments await actions, so that their states belong to the present step. */
function isAtRest(slot: ActorSlot): boolean {
  return slot.holder !== null && slot.lanes.every((lane) => lane.awaitsActions);
}
