import { Dealer } from 'zeromq';
import type { Event } from 'zeromq';
import { checkAddress, isIpv6Address, isLocalAddress } from './address.js';
import type { CurveKeyPair } from './curveKeys.js';
import type { Frames } from './header.js';
import { ZMTP_HEARTBEAT } from './zmtpHeartbeat.js';

/** How long a closed socket goes on sending what is queued, e.g. `failed`. */
const LINGER_MS = 1000;

/** An actor's keys and the learner's public key. */
export interface ActorCurve extends CurveKeyPair {
  /** The learner's public key, Z85. */
  readonly serverKey: string;
}

/** What became of the connection; `rejected`: keys or protocol do not fit and never will. */
export type LinkEvent =
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected' }
  | { readonly type: 'rejected'; readonly message: string };

/** Settings of {@link ActorSocket.connect}. */
export interface ActorSocketOptions {
  /** The learner's address. */
  readonly address: string;
  readonly curve?: ActorCurve | undefined;
  /** The next message is read when this one is dealt with. */
  readonly onMessage: (frames: Frames) => void | Promise<void>;
  readonly onLink: (event: LinkEvent) => void;
  readonly onFailure: (error: unknown) => void;
}

/** An actor's DEALER. libzmq connects in the background and tries again for as long as it is open. */
export class ActorSocket {
  private constructor(private readonly dealer: Dealer) {}

  /** @throws {@link TransportError} if the address has no known form. */
  static connect(options: ActorSocketOptions): ActorSocket {
    checkAddress(options.address, '--connect');
    const { curve } = options;
    const dealer = new Dealer({
      sendTimeout: 0,
      linger: LINGER_MS,
      reconnectInterval: 100,
      reconnectMaxInterval: 2000,
      ipv6: isIpv6Address(options.address),
      ...(isLocalAddress(options.address) ? {} : ZMTP_HEARTBEAT),
    });
    if (curve) {
      dealer.curveServerKey = curve.serverKey;
      dealer.curvePublicKey = curve.publicKey;
      dealer.curveSecretKey = curve.secretKey;
    }
    watch(dealer, options);
    dealer.connect(options.address);
    receive(dealer, options);
    return new ActorSocket(dealer);
  }

  /** Queues a message at once; what cannot be queued (1000 are waiting already) is left out. */
  async send(frames: Frames): Promise<void> {
    if (this.dealer.closed) return;
    try {
      await this.dealer.send([...frames]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }

  /** @param keepSending - whether what is queued still goes out, for at most a second. */
  close({ keepSending }: { readonly keepSending: boolean }): void {
    if (this.dealer.closed) return;
    this.dealer.linger = keepSending ? LINGER_MS : 0;
    this.dealer.close();
  }
}

function receive(dealer: Dealer, options: ActorSocketOptions): void {
  const read = async (): Promise<void> => {
    for await (const frames of dealer) await options.onMessage(frames);
  };
  read().catch(options.onFailure);
}

function watch(dealer: Dealer, options: ActorSocketOptions): void {
  const observer = dealer.events;
  const read = async (): Promise<void> => {
    let connected = false; // a disconnection also ends attempts that never stood
    for await (const event of observer) {
      if (event.type === 'end') return;
      const message = rejection(event);
      if (message !== null) options.onLink({ type: 'rejected', message });
      else if (event.type === 'handshake') {
        connected = true;
        options.onLink({ type: 'connected' });
      } else if (event.type === 'disconnect' && connected) options.onLink({ type: 'disconnected' });
    }
  };
  read().catch(options.onFailure);
}

function rejection(event: Event): string | null {
  if (event.type === 'handshake:error:auth') {
    return "the learner does not allow this actor's key (transport.curve.clientKeys there)";
  }
  if (event.type === 'handshake:error:protocol') {
    return (
      "the two sides' encryption does not fit: both need keys or neither, and the learner's public " +
      'key given here must be its own'
    );
  }
  return null;
}
