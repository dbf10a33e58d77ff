import { Context, Router, context as sharedContext } from 'zeromq';
import type { Event } from 'zeromq';
import { checkAddress, isIpv6Address, isLocalAddress } from './address.js';
import { startAuthenticator } from './authenticator.js';
import type { Authenticator } from './authenticator.js';
import type { CurveKeyPair } from './curveKeys.js';
import { TransportError } from './errors.js';
import type { Frames } from './header.js';
import { ZMTP_HEARTBEAT } from './zmtpHeartbeat.js';

/** How long a closed socket goes on sending what is queued, e.g. `stop`. */
const LINGER_MS = 1000;

/** A connection that sends no ZeroMQ greeting for so long is cut. */
const HANDSHAKE_MS = 5000;

/** Messages queued per actor before it has to wait: heartbeats gather while the learner computes. */
const HIGH_WATER_MARK = 1000;

/** The learner's keys and whom it lets in. */
export interface LearnerCurve extends CurveKeyPair {
  /** Public keys of the actors that may connect, Z85. */
  readonly allowedClientKeys: readonly string[];
}

/** One connection, as the socket names it until it is cut. */
export interface Peer {
  readonly routingId: Uint8Array;
  /** The same as text, for maps and logs. */
  readonly key: string;
}

/** What became of a message: `gone`, the connection is cut; `full`, the peer reads too slowly. */
export type SendResult = 'sent' | 'gone' | 'full';

/** What the socket saw of a connection that sent no message. */
export type ConnectionEvent = 'handshake' | 'unauthorised' | 'disconnected';

/** Settings of {@link LearnerSocket.bind}. */
export interface LearnerSocketOptions {
  /** `tcp://127.0.0.1:*` and the like; `*` picks a free port. */
  readonly address: string;
  readonly curve?: LearnerCurve | undefined;
  /** Connections that send a longer frame are cut. */
  readonly maxFrameBytes: number;
  readonly onMessage: (peer: Peer, frames: Frames) => void;
  readonly onConnection: (event: ConnectionEvent) => void;
  /** The socket broke and serves no longer. */
  readonly onFailure: (error: unknown) => void;
}

/** The learner's ROUTER: receives from all actors, sends to each, and sees connections come and go. */
export class LearnerSocket {
  private constructor(
    private readonly router: Router,
    private readonly authenticator: Authenticator | null,
    private readonly options: LearnerSocketOptions,
  ) {}

  /**
   * Opens the learner's address. Messages wait until {@link listen} is called.
   *
   * @throws {@link TransportError} if other machines could reach it and no keys are given, or if it
   *   cannot be bound.
   */
  static async bind(options: LearnerSocketOptions): Promise<LearnerSocket> {
    checkAddress(options.address, 'transport.bind');
    refuseOpenAddress(options);
    // libzmq knows one authenticator per context: with keys, each learner has its own.
    const context = options.curve ? new Context({ blocky: false }) : sharedContext;
    const authenticator = options.curve
      ? await startAuthenticator({ context, ...options.curve, onFailure: options.onFailure })
      : null;
    const router = openRouter(context, options);
    const socket = new LearnerSocket(router, authenticator, options);
    watch(router, options);
    await router.bind(options.address).catch((error: unknown) => {
      socket.close();
      throw bindError(options.address, error);
    });
    return socket;
  }

  /** Hands over messages from now on: call it once, when they can be answered. */
  listen(): void {
    receive(this.router, this.options);
  }

  /** The address with the port that was picked. */
  get address(): string {
    return this.router.lastEndpoint ?? '';
  }

  /** Queues a message at once; never waits. The buffers must not change until they are delivered. */
  async send(peer: Peer, frames: Frames): Promise<SendResult> {
    if (this.router.closed) return 'gone';
    try {
      await this.router.send([peer.routingId, ...frames]);
      return 'sent';
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EHOSTUNREACH') return 'gone';
      if (code === 'EAGAIN') return 'full';
      throw error;
    }
  }

  close(): void {
    this.router.close();
    this.authenticator?.close();
  }
}

function openRouter(context: Context, options: LearnerSocketOptions): Router {
  const remote = isLocalAddress(options.address) ? {} : ZMTP_HEARTBEAT;
  const router = new Router({
    context,
    mandatory: true, // sending to a cut connection fails instead of vanishing
    handover: false, // nobody can take over another's connection by its name
    sendTimeout: 0,
    linger: LINGER_MS,
    handshakeInterval: HANDSHAKE_MS,
    maxMessageSize: options.maxFrameBytes,
    sendHighWaterMark: HIGH_WATER_MARK,
    receiveHighWaterMark: HIGH_WATER_MARK,
    ipv6: isIpv6Address(options.address),
    ...remote,
  });
  if (options.curve) {
    router.curveServer = true;
    router.curveSecretKey = options.curve.secretKey;
    router.zapDomain = 'cpc';
    router.zapEnforceDomain = true; // no authenticator: nobody enters
  }
  return router;
}

function receive(router: Router, options: LearnerSocketOptions): void {
  const read = async (): Promise<void> => {
    for await (const [routingId, ...frames] of router) {
      if (routingId) options.onMessage({ routingId, key: routingId.toString('hex') }, frames);
    }
  };
  read().catch(options.onFailure);
}

function watch(router: Router, options: LearnerSocketOptions): void {
  const observer = router.events;
  const read = async (): Promise<void> => {
    let rejected = 0;
    for await (const event of observer) {
      const problem = handshakeProblem(event);
      if (problem) {
        rejected++; // libzmq reports its end as a disconnection too
        options.onConnection(problem);
      } else if (event.type === 'disconnect') {
        if (rejected > 0) rejected--;
        else options.onConnection('disconnected');
      } else if (event.type === 'end') return;
    }
  };
  read().catch(options.onFailure);
}

function handshakeProblem(event: Event): 'handshake' | 'unauthorised' | null {
  switch (event.type) {
    case 'handshake:error:auth':
      return 'unauthorised';
    case 'handshake:error:protocol':
    case 'handshake:error:other':
      return 'handshake';
    default:
      return null;
  }
}

function refuseOpenAddress({ address, curve }: LearnerSocketOptions): void {
  if (curve?.allowedClientKeys.length === 0) {
    throw new TransportError(
      'transport.curve.clientKeys holds no key: no actor could connect. List the files with the ' +
        "actors' public keys (`npx cpc-rl keys actor.key` makes a pair and prints the public one).",
    );
  }
  if (curve || isLocalAddress(address)) return;
  throw new TransportError(
    `transport.bind: other machines can reach ${address}, so keys are needed. Make a pair with ` +
      '`npx cpc-rl keys learner.key`, set transport.curve.serverKeys and clientKeys, or bind ' +
      'tcp://127.0.0.1:*.',
  );
}

function bindError(address: string, error: unknown): TransportError {
  const { code, message } = error as NodeJS.ErrnoException;
  const cause =
    code === 'EADDRINUSE' ? 'it is in use; choose another port or `*` for a free one' : message;
  return new TransportError(`transport.bind: cannot bind ${address}: ${cause}.`, { cause: error });
}
