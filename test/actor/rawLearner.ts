import { Packr, Unpackr } from 'msgpackr';
import { Router } from 'zeromq';
import { COUNTING_ENV } from './countingRun.js';

const packr = new Packr({ useRecords: false, variableMapSize: true });
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true });

/** A learner written straight from docs/protocol.md, which a test drives message by message. */
export class RawLearner {
  private readonly router = new Router({ linger: 0 });
  private peer: Uint8Array = new Uint8Array(0);

  async bind(address: string): Promise<void> {
    await this.router.bind(address);
  }

  /** The actor's next message that is no heartbeat. */
  async next(type: string): Promise<{ header: Record<string, unknown>; body: Buffer[] }> {
    for (;;) {
      const [peer, head, ...body] = await this.router.receive();
      const header = unpackr.unpack(head!) as Record<string, unknown>;
      this.peer = peer!;
      if (header.type === type) return { header, body };
      if (header.type !== 'heartbeat')
        throw new Error(`expected ${type}, got ${String(header.type)}`);
    }
  }

  async send(header: Record<string, unknown>, ...body: Uint8Array[]): Promise<void> {
    await this.router.send([this.peer, packr.pack(header), ...body]);
  }

  /** Awaits hello, assigns one counting environment as group 0 and awaits its first observations. */
  async welcome(settings: Record<string, unknown> = {}): Promise<void> {
    await this.next('hello');
    await this.send(
      {
        type: 'welcome',
        version: 1,
        runId: 'raw',
        slot: 0,
        env: COUNTING_ENV,
        groups: [
          {
            group: 0,
            sequence: 40,
            environments: [0],
            seeds: [11],
            firstEpisodeFractions: [null],
            snapshots: null,
          },
        ],
        heartbeatMs: 10,
        learnerSilenceMs: 60_000,
        onLearnerLost: 'exit',
        ...settings,
      },
      new Uint8Array(0),
    );
    await this.next('ready');
    await this.next('observations');
  }

  async act(sequence: number, action: number): Promise<void> {
    const actions = Buffer.alloc(4);
    actions.writeInt32LE(action);
    await this.send({ type: 'actions', group: 0, sequence }, actions);
  }

  close(): void {
    this.router.close();
  }
}
