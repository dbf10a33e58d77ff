import { hostname } from 'node:os';
import {
  ActorSocket,
  Deferred,
  PROTOCOL_VERSION,
  encodeActorMessage,
  parseLearnerMessage,
} from '../transport/index.js';
import type {
  Frames,
  LearnerHeader,
  LearnerHeaderOf,
  LinkEvent,
  ParsedMessage,
} from '../transport/index.js';
import { ActorEnvironments } from './actorEnvironments.js';
import type { ActorOptions, LossMode } from './actorOptions.js';
import { LearnerPatience } from './learnerPatience.js';

/** How often an unanswered hello is repeated. */
const HELLO_MS = 5000;

/** libzmq may report a cut before it hands over what came just before it. */
const LAST_MESSAGE_MS = 50;

/** Longest error text that a `failed` message carries. */
const MAX_FAILURE_LENGTH = 4096;

/** How one connection to a learner ended. */
export type SessionEnd =
  /** The learner said stop, or the actor was told to. */
  | { readonly type: 'stopped'; readonly reason: string }
  /** The learner is gone or silent; `mode` is what its welcome asked for, if it came to that. */
  | { readonly type: 'lost'; readonly reason: string; readonly mode: LossMode | null }
  /** The learner wants another hello from a fresh connection. */
  | { readonly type: 'again'; readonly reason: string }
  /** The learner does not want this actor. */
  | { readonly type: 'refused'; readonly reason: string };

/**
 * One connection to a learner: says hello, builds what the welcome asks for, and answers actions
 * with observations until it ends.
 */
export class Session {
  private readonly socket: ActorSocket;
  private readonly end = new Deferred<SessionEnd>();
  private readonly patience = new LearnerPatience();
  private readonly helloTimer: NodeJS.Timeout;
  private readonly abort = (): void => {
    this.end.resolve({ type: 'stopped', reason: 'the actor was told to stop' });
  };
  private environments: ActorEnvironments | null = null;
  private welcome: LearnerHeaderOf<'welcome'> | null = null;
  private connected = false;
  private failed = false;
  private closed = false;

  private constructor(
    private readonly options: ActorOptions,
    private readonly actor: string,
  ) {
    this.socket = ActorSocket.connect({
      address: options.connect,
      curve: options.curve,
      onMessage: (frames) => this.receive(frames),
      onLink: (event) => {
        this.link(event);
      },
      onFailure: (error) => {
        this.end.reject(asError(error));
      },
    });
    options.signal?.addEventListener('abort', this.abort, { once: true });
    this.sayHello();
    this.helloTimer = setInterval(() => {
      // Before the connection stands the first hello is still queued.
      if (this.connected && !this.welcome) this.sayHello();
    }, HELLO_MS);
  }

  /**
   * Serves a learner until the connection ends.
   *
   * @param actor - unique name of this actor process.
   * @param connectTimeoutMs - how long to wait for a welcome; `null` for ever.
   * @throws Whatever an environment raised, after the learner was told.
   */
  static async run(
    options: ActorOptions,
    actor: string,
    connectTimeoutMs: number | null,
  ): Promise<SessionEnd> {
    const session = new Session(options, actor);
    const timer =
      connectTimeoutMs === null
        ? undefined
        : setTimeout(() => {
            session.giveUpConnecting(connectTimeoutMs);
          }, connectTimeoutMs);
    try {
      return await session.end.promise;
    } finally {
      clearTimeout(timer);
      session.close();
    }
  }

  private async receive(frames: Frames): Promise<void> {
    this.patience.heard();
    try {
      await this.take(parseLearnerMessage(frames));
    } catch (error) {
      this.failed = true;
      const text = asError(error).message.slice(0, MAX_FAILURE_LENGTH);
      await this.socket.send(encodeActorMessage({ type: 'failed', message: text }));
      throw error;
    }
  }

  private async take({ header, body }: ParsedMessage<LearnerHeader>): Promise<void> {
    switch (header.type) {
      case 'welcome':
        if (!this.welcome) await this.begin(header, body);
        break;
      case 'actions':
        await this.act(header, body[0]!);
        break;
      case 'snapshot': {
        const reply = this.environments?.snapshot(header.request);
        if (reply) await this.socket.send(reply);
        break;
      }
      case 'stop':
        this.end.resolve({ type: 'stopped', reason: header.reason });
        break;
      case 'refused':
        this.end.resolve({ type: header.retry ? 'again' : 'refused', reason: header.reason });
        break;
      case 'heartbeat':
        break;
    }
  }

  private async begin(welcome: LearnerHeaderOf<'welcome'>, snapshots: Frames): Promise<void> {
    this.welcome = welcome;
    this.beginHeartbeat(welcome);
    const { options } = this;
    const environments = await ActorEnvironments.build(welcome, snapshots, options.make);
    if (this.closed) {
      environments.close();
      return;
    }
    this.environments = environments;
    const { description } = environments;
    await this.socket.send(encodeActorMessage({ type: 'ready', description }));
    for (const message of environments.firstObservations()) await this.socket.send(message);
    options.log?.(
      `serving ${environments.count} × ${welcome.env.id} as actor ${welcome.slot} of run ${welcome.runId}`,
    );
  }

  private async act(header: LearnerHeaderOf<'actions'>, actions: Uint8Array): Promise<void> {
    const reply = this.environments?.act(header, actions);
    if (reply) await this.socket.send(reply);
  }

  private beginHeartbeat({ heartbeatMs, learnerSilenceMs }: LearnerHeaderOf<'welcome'>): void {
    const heartbeat = encodeActorMessage({ type: 'heartbeat' });
    this.patience.start({
      tickMs: heartbeatMs,
      silenceMs: learnerSilenceMs,
      onTick: () => void this.socket.send(heartbeat),
      onSilence: () => {
        this.lose(`no word from the learner for ${learnerSilenceMs / 1000} s`);
      },
    });
  }

  private link(event: LinkEvent): void {
    if (event.type === 'connected') this.connected = true;
    else if (event.type === 'disconnected') this.cut();
    else this.end.resolve({ type: 'refused', reason: event.message });
  }

  /** The learner's last message, usually `stop`, is read before the cut is taken for a loss. */
  private cut(): void {
    setTimeout(() => {
      this.lose('the connection to the learner is cut');
    }, LAST_MESSAGE_MS);
  }

  private lose(reason: string): void {
    this.end.resolve({ type: 'lost', reason, mode: this.welcome?.onLearnerLost ?? null });
  }

  private giveUpConnecting(timeoutMs: number): void {
    if (this.welcome) return;
    const what = this.connected ? 'the learner did not answer' : 'no learner could be reached';
    // A learner whose public key is another one drops the connection without a word.
    const hint = this.options.curve ? ', or its public key is not the one given here' : '';
    this.lose(`${what} at ${this.options.connect} within ${timeoutMs / 1000} s${hint}`);
  }

  private sayHello(): void {
    const { actor } = this;
    const about = { version: PROTOCOL_VERSION, actor, pid: process.pid, host: hostname() } as const;
    void this.socket.send(encodeActorMessage({ type: 'hello', ...about }));
  }

  private close(): void {
    this.closed = true;
    clearInterval(this.helloTimer);
    this.options.signal?.removeEventListener('abort', this.abort);
    this.patience.stop();
    this.socket.close({ keepSending: this.failed });
    this.environments?.close();
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
