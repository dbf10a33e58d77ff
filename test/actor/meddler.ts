import { Random } from '@rl-tools/env';
import { Packr, Unpackr } from 'msgpackr';
import { Dealer, Router } from 'zeromq';

const packr = new Packr({ useRecords: false, variableMapSize: true });
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true });

type Frames = Buffer[];

/** Changes a message so that it is no legal one; the original stays as it is. */
type Damage = (frames: Frames, random: Random) => Frames;

const DAMAGES: readonly Damage[] = [
  (frames, random) => frames.map((frame, i) => (i === 0 ? randomBytes(random) : frame)),
  (frames) => frames.slice(0, -1),
  (frames) => [...frames, Buffer.alloc(3)],
  ([header, ...body]) => [header!, body[0]!.subarray(1), ...body.slice(1)],
  ([header, observations, ...rest]) => [
    header!,
    Buffer.concat([observations!, observations!]),
    ...rest,
  ],
  (frames) => withHeader(frames, { sequence: -1 }),
  (frames) => withHeader(frames, { sequence: 1e9 }),
  (frames) => withHeader(frames, { group: 7 }),
  (frames) => withHeader(frames, { group: 'x' }),
  (frames) => withHeader(frames, { type: 'observation' }),
  (frames) => withHeader(frames, { finals: [0, 0] }),
  (frames) => withHeader(frames, { finals: new Date(0) }), // a MessagePack extension
  (frames) => frames.map((frame, i) => (i === 2 ? nanFirst(frame) : frame)),
  (frames) => frames.map((frame, i) => (i === 3 ? Buffer.alloc(frame.length, 0xff) : frame)),
  (frames) => [Buffer.alloc(100_000), ...frames.slice(1)],
];

/**
 * Stands between one actor and its learner and lets every message through once, in order; beside
 * them it sends damaged copies, repeats and old messages, in both directions.
 */
export class Meddler {
  private readonly front = new Router({ linger: 0 });
  private readonly back = new Dealer({ linger: 0 });
  private readonly random: Random;
  private actor: Buffer | null = null;
  private lastFromActor: Frames | null = null;
  private lastFromLearner: Frames | null = null;
  /** Messages that the learner must have dropped. */
  injected = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** @returns The address for the actor. */
  async start(learner: string): Promise<string> {
    await this.front.bind('tcp://127.0.0.1:*');
    this.back.connect(learner);
    for (const relaying of [this.fromActor(), this.fromLearner()]) {
      relaying.catch((error: unknown) => {
        if (!this.front.closed) throw error; // the test may end in the middle of a message
      });
    }
    return this.front.lastEndpoint!;
  }

  close(): void {
    this.front.close();
    this.back.close();
  }

  private async fromActor(): Promise<void> {
    for await (const [id, ...frames] of this.front) {
      this.actor = id!;
      const isStep = typeOf(frames) === 'observations';
      if (isStep) await this.harass(frames);
      await this.back.send(frames);
      if (!isStep) continue;
      await this.inject(frames); // the same once more
      this.lastFromActor = frames;
    }
  }

  private async fromLearner(): Promise<void> {
    for await (const frames of this.back) {
      if (!this.actor) continue;
      const isAction = typeOf(frames) === 'actions';
      // Old actions, which the actor must not carry out again.
      if (isAction && this.lastFromLearner) await this.toActor(this.lastFromLearner);
      await this.toActor(frames);
      if (isAction) this.lastFromLearner = frames;
    }
  }

  private async harass(frames: Frames): Promise<void> {
    const damage = DAMAGES[this.random.integer(DAMAGES.length)]!;
    await this.inject(damage(frames, this.random));
    if (this.lastFromActor) await this.inject(this.lastFromActor);
  }

  private async inject(frames: Frames): Promise<void> {
    this.injected++;
    await this.back.send(frames);
  }

  private async toActor(frames: Frames): Promise<void> {
    await this.front.send([this.actor!, ...frames]);
  }
}

function typeOf([header]: Frames): unknown {
  return (unpackr.unpack(header!) as { type: unknown }).type;
}

function withHeader([header, ...body]: Frames, change: Record<string, unknown>): Frames {
  const fields = unpackr.unpack(header!) as Record<string, unknown>;
  return [packr.pack({ ...fields, ...change }), ...body];
}

function nanFirst(rewards: Buffer): Buffer {
  const changed = Buffer.from(rewards);
  changed.writeFloatLE(NaN, 0);
  return changed;
}

function randomBytes(random: Random): Buffer {
  return Buffer.from(Array.from({ length: 1 + random.integer(60) }, () => random.integer(256)));
}
