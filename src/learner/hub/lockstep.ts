import { Deferred } from '../../transport/index.js';
import { HubError } from './errors.js';
import type { GroupExchange, GroupObservations } from './groupExchange.js';
import type { Lane } from './lane.js';

/** Sizes that actions and observations must have; known once an actor has described them. */
export interface ExchangeSizes {
  /** Number of discrete actions. */
  readonly actions: number;
  readonly observationBytes: number;
}

/** What {@link Lockstep} works with. */
export interface LockstepOptions {
  readonly exchanges: readonly GroupExchange[];
  readonly sizes: () => ExchangeSizes | null;
  /** Sends one lane the actions that answer its observations of `sequence`. */
  readonly send: (lane: Lane, sequence: number, actions: Int32Array) => void;
  /** Something is awaited that nobody is there to send. */
  readonly onDeserted: () => void;
}

/** The learner's turns with each group: receive, act, receive, … */
export class Lockstep {
  private readonly waiting = new Map<number, Deferred<GroupObservations>>();

  constructor(private readonly options: LockstepOptions) {}

  /** Every group was received and awaits actions: all environments stand still. */
  get atRest(): boolean {
    return this.options.exchanges.every((exchange) => exchange.awaitsActions);
  }

  /** The next observations of a group; rejects if the last ones were not acted on. */
  receive(group: number): Promise<GroupObservations> {
    const delivery = new Deferred<GroupObservations>();
    try {
      this.begin(group, delivery);
    } catch (error) {
      delivery.reject(error as HubError); // nothing else is thrown there
    }
    return delivery.promise;
  }

  /** Answers the last observations of a group. @throws {@link HubError} if there are none. */
  act(group: number, actions: Int32Array): void {
    const exchange = this.exchange(group);
    if (!exchange.awaitsActions) {
      throw new HubError(`act(${group}): call receive(${group}) first.`);
    }
    this.checkActions(exchange, actions);
    exchange.answered();
    for (const lane of exchange.lanes) {
      if (!lane.awaitsActions) continue;
      const rows = actions.subarray(lane.firstRow, lane.firstRow + lane.rows);
      this.options.send(lane, lane.act(), rows);
    }
  }

  /** Hands over what the learner waits for, if all of it is there. */
  progress(group: number): void {
    const delivery = this.waiting.get(group);
    const sizes = this.options.sizes();
    const exchange = this.exchange(group);
    if (!delivery || !sizes || !exchange.complete) return;
    this.waiting.delete(group);
    delivery.resolve(exchange.deliver(sizes.observationBytes));
  }

  /** The run goes on without some lanes: nobody waits for them any more. */
  lanesMasked(groups: readonly number[]): void {
    for (const group of groups) this.progress(group);
    if (this.isDeserted()) this.options.onDeserted();
  }

  /** Ends whatever is awaited. */
  fail(error: Error): void {
    for (const delivery of this.waiting.values()) delivery.reject(error);
    this.waiting.clear();
  }

  private begin(group: number, delivery: Deferred<GroupObservations>): void {
    if (this.exchange(group).awaitsActions || this.waiting.has(group)) {
      throw new HubError(
        `receive(${group}): call act(${group}, …) for the last observations first.`,
      );
    }
    this.waiting.set(group, delivery);
    this.progress(group);
    if (this.isDeserted()) this.options.onDeserted();
  }

  private isDeserted(): boolean {
    return [...this.waiting.keys()].some((group) => this.exchange(group).deserted);
  }

  private checkActions(exchange: GroupExchange, actions: Int32Array): void {
    const limit = this.options.sizes()!.actions; // known: observations were delivered
    if (actions.length !== exchange.rows) {
      throw new HubError(`act: expected ${exchange.rows} actions, got ${actions.length}.`);
    }
    const row = actions.findIndex((action) => action < 0 || action >= limit);
    if (row >= 0) {
      throw new HubError(`act: row ${row}: expected 0 to ${limit - 1}, got ${actions[row]!}.`);
    }
  }

  private exchange(group: number): GroupExchange {
    const { exchanges } = this.options;
    const exchange = exchanges[group];
    if (exchange) return exchange;
    throw new HubError(`group: expected below ${exchanges.length}, got ${group}.`);
  }
}
