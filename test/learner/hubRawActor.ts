import { Packr, Unpackr } from 'msgpackr';
import { Dealer } from 'zeromq';

const packr = new Packr({ useRecords: false, variableMapSize: true });
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true });

/** A message as the wire has it: the decoded header, then raw buffers. */
export interface RawMessage {
  readonly header: Record<string, unknown>;
  readonly body: Buffer[];
}

/** The assignment of one group in a welcome. */
export interface RawGroup {
  readonly group: number;
  readonly sequence: number;
  readonly environments: number[];
  readonly seeds: number[];
  readonly firstEpisodeFractions: (number | null)[];
  readonly snapshots: number[] | null;
}

/** One-pixel observations, two actions. */
export const DESCRIPTION = {
  observationShape: [1],
  observationDtype: 'uint8',
  actions: 2,
  maxEpisodeSteps: null,
  framesPerStep: 1,
  canSnapshot: true,
};

/** Flags of an observation that continues an episode, or begins one. */
export const CONTINUES = 0;
export const STARTS = 4;

/** An actor written straight from docs/protocol.md, which a test drives message by message. */
export class RawActor {
  private readonly dealer = new Dealer({ linger: 0 });
  private readonly queue: RawMessage[] = [];
  private timer: NodeJS.Timeout | undefined;
  private wake: (() => void) | null = null;

  constructor(
    address: string,
    readonly name = 'raw',
  ) {
    this.dealer.connect(address);
    void this.read();
  }

  async send(header: Record<string, unknown>, ...body: Uint8Array[]): Promise<void> {
    await this.dealer.send([packr.pack(header), ...body]);
  }

  /** Sends frames that need not be a message. */
  async sendRaw(...frames: Uint8Array[]): Promise<void> {
    await this.dealer.send(frames);
  }

  hello(version = 1): Promise<void> {
    return this.send({ type: 'hello', version, actor: this.name, pid: 4242 });
  }

  ready(description: Record<string, unknown> = DESCRIPTION): Promise<void> {
    return this.send({ type: 'ready', description });
  }

  /** Sends rows of one-byte observations. */
  observe(
    place: { group: number; sequence: number },
    rows: { pixels: number[]; rewards?: number[]; flags?: number[] },
  ): Promise<void> {
    const { pixels } = rows;
    const rewards = Buffer.alloc(pixels.length * 4);
    (rows.rewards ?? []).forEach((reward, i) => rewards.writeFloatLE(reward, i * 4));
    const flags = Uint8Array.from(rows.flags ?? pixels.map(() => CONTINUES));
    const header = { type: 'observations', ...place, finals: [] };
    return this.send(header, Uint8Array.from(pixels), rewards, flags, new Uint8Array(0));
  }

  /** The next message that is no heartbeat. */
  async next(type?: string): Promise<RawMessage> {
    for (;;) {
      const message = this.queue.shift();
      if (!message) await new Promise<void>((resolve) => (this.wake = resolve));
      else if (type === undefined || message.header.type === type) return message;
      else throw new Error(`expected ${type}, got ${JSON.stringify(message.header)}`);
    }
  }

  /** Says hello and ready, and sends first observations, pixel = global index of the environment. */
  async join(): Promise<RawGroup[]> {
    await this.hello();
    const { header } = await this.next('welcome');
    await this.ready();
    const groups = header.groups as RawGroup[];
    for (const { group, sequence, environments } of groups) {
      await this.observe(
        { group, sequence },
        { pixels: environments, flags: environments.map(() => STARTS) },
      );
    }
    return groups;
  }

  /** The actions of the next `actions` message. */
  async actions(): Promise<{ group: number; sequence: number; actions: number[] }> {
    const { header, body } = await this.next('actions');
    const { group, sequence } = header as { group: number; sequence: number };
    const bytes = body[0]!;
    const actions = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readInt32LE(i * 4));
    return { group, sequence, actions };
  }

  /** Sends heartbeats from now on. */
  beat(): void {
    this.timer = setInterval(() => void this.send({ type: 'heartbeat' }), 10);
  }

  close(): void {
    clearInterval(this.timer);
    this.dealer.close();
  }

  private async read(): Promise<void> {
    for await (const [head, ...body] of this.dealer) {
      const header = unpackr.unpack(head!) as Record<string, unknown>;
      if (header.type === 'heartbeat') continue;
      this.queue.push({ header, body });
      this.wake?.();
    }
  }
}
