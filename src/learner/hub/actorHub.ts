import {
  Deferred,
  LearnerSocket,
  createIpcAddress,
  encodeLearnerMessage,
  int32Bytes,
} from '../../transport/index.js';
import type { EnvironmentDescription, IpcAddress, Peer } from '../../transport/index.js';
import type { ActorSlot } from './actorSlot.js';
import { Agreement } from './agreement.js';
import { Attendance } from './attendance.js';
import { HubError } from './errors.js';
import { FaultLog } from './faultLog.js';
import type { FaultCounts } from './faultLog.js';
import type { GroupObservations } from './groupExchange.js';
import { actorName } from './hubEvents.js';
import type { ActorInfo, ActorPresence, LossCause } from './hubEvents.js';
import { resolveSettings } from './hubOptions.js';
import type { ActorHubOptions, HubSettings } from './hubOptions.js';
import type { Lane } from './lane.js';
import { Lockstep } from './lockstep.js';
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
  private readonly lockstep: Lockstep;
  private readonly attendance: Attendance;
  private readonly reception: Reception;
  private readonly snapshotRequests = new SnapshotRequests();
  private readonly faultLog: FaultLog;
  private socket: LearnerSocket | null = null;
  private failure: Error | null = null;

  private constructor(
    private readonly settings: HubSettings,
    private readonly ipc: IpcAddress | null,
  ) {
    this.roster = new Roster(settings);
    this.agreement = new Agreement(this.roster, settings.maxMessageBytes);
    this.faultLog = new FaultLog((fault, message) => {
      settings.onEvent({ type: 'fault', fault, message });
    });
    this.lockstep = this.createLockstep();
    this.attendance = this.createAttendance();
    this.reception = this.createReception();
  }

  /**
   * Opens the address; from then on actors may come and go.
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

  /** Which actors are there, in figures for a log. */
  get presence(): ActorPresence {
    return this.roster.presence(this.settings.heartbeatMs);
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
  receive(group: number): Promise<GroupObservations> {
    return this.failure ? Promise.reject(this.failure) : this.lockstep.receive(group);
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
    this.lockstep.act(group, actions);
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
    if (this.snapshotRequests.active || !this.lockstep.atRest) {
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
    this.lockstep.fail(error);
  }

  /** Tells all actors to stop and closes the address; calling it twice is harmless. */
  async close(reason = 'the run has ended'): Promise<void> {
    this.attendance.stop();
    this.fail(new HubError(`the hub is closed: ${reason}`));
    const stop = encodeLearnerMessage({ type: 'stop', reason });
    const holders = this.roster.slots.flatMap((slot) => slot.holder ?? []);
    await Promise.all(holders.map((holder) => this.send(holder.peer, stop)));
    this.socket?.close();
    this.socket = null;
    await this.ipc?.remove();
  }

  private createLockstep(): Lockstep {
    return new Lockstep({
      exchanges: this.roster.exchanges,
      sizes: () => this.agreement.sizes,
      send: (lane, sequence, actions) => {
        this.sendActions(lane, sequence, actions);
      },
      onDeserted: () => {
        const message = `no actor is left: waiting for one to connect to ${this.address}`;
        this.settings.onEvent({ type: 'waiting', message });
      },
    });
  }

  private createAttendance(): Attendance {
    return new Attendance({
      roster: this.roster,
      faults: this.faultLog,
      heartbeatMs: this.settings.heartbeatMs,
      lostAfterMs: this.settings.lostAfterMs,
      begun: () => this.agreement.reached,
      send: this.send.bind(this),
      onLost: this.lose.bind(this),
      onMasked: this.mask.bind(this),
    });
  }

  private createReception(): Reception {
    return new Reception({
      settings: this.settings,
      roster: this.roster,
      agreement: this.agreement,
      snapshots: this.snapshotRequests,
      faults: this.faultLog,
      send: this.send.bind(this),
      findWhoLeft: () => this.attendance.findWhoLeft(),
      onLost: this.lose.bind(this),
      onArrived: (group) => {
        this.lockstep.progress(group);
      },
    });
  }

  private async open(address: string, { curve }: ActorHubOptions): Promise<void> {
    this.socket = await LearnerSocket.bind({
      address,
      curve,
      maxFrameBytes: this.settings.maxMessageBytes,
      onMessage: (peer, frames) => {
        this.reception.receive(peer, frames).catch(this.socketFailed);
      },
      onConnection: (event) => {
        this.attendance.connection(event);
      },
      onFailure: this.socketFailed,
    });
    this.attendance.start();
    this.socket.listen();
  }

  private readonly socketFailed = (error: unknown): void => {
    this.fail(new HubError(`the learner's socket failed: ${String(error)}`, { cause: error }));
  };

  /** Sends without waiting; never rejects. */
  private async send(peer: Peer, frames: Uint8Array[]): Promise<void> {
    try {
      const result = await this.socket?.send(peer, frames);
      // A peer that does not read (`full`) stays without answers until its silence is noticed.
      if (result === 'gone') this.attendance.gone(peer);
    } catch (error) {
      this.socketFailed(error);
    }
  }

  private sendActions({ group, slot }: Lane, sequence: number, actions: Int32Array): void {
    const { holder } = this.roster.slots[slot]!;
    if (!holder) return;
    const header = { type: 'actions', group, sequence } as const;
    void this.send(holder.peer, encodeLearnerMessage(header, [int32Bytes(actions)]));
  }

  private lose(slot: ActorSlot, cause: LossCause, detail?: string): void {
    const actor = slot.holder?.info;
    if (!actor) return;
    slot.release();
    this.snapshotRequests.drop(slot);
    const why = detail === undefined ? LOSSES[cause] : `${LOSSES[cause]}: ${detail}`;
    this.settings.onEvent({
      type: 'lost',
      actor,
      cause,
      message: `lost ${actorName(actor)}: ${why}`,
    });
  }

  private mask(slot: ActorSlot): void {
    const { environments, index } = slot;
    slot.mask();
    const message = `going on without the ${environments} environments of actor ${index}`;
    this.settings.onEvent({ type: 'masked', slot: index, environments, message });
    this.lockstep.lanesMasked(slot.lanes.map((lane) => lane.group));
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
