import { Reply } from 'zeromq';
import type { Context } from 'zeromq';
import { curveKeyBytes } from './curveKeys.js';

/** Where libzmq asks, within one context, whether a client may connect (ZeroMQ RFC 27). */
const ZAP_ADDRESS = 'inproc://zeromq.zap.01';
const ZAP_VERSION = '1.0';

/** Answers the authentication requests of one ZeroMQ context. */
export interface Authenticator {
  close(): void;
}

/**
 * Admits only CURVE clients with one of the given public keys; must be bound before the socket is.
 *
 * Source: ZeroMQ RFC 27, "ZAP". A context can have one authenticator.
 *
 * @throws {@link TransportError} if a key is malformed.
 */
export async function startAuthenticator(options: {
  readonly context: Context;
  readonly allowedClientKeys: readonly string[];
  /** Called if it can answer no longer; libzmq then admits nobody. */
  readonly onFailure: (error: unknown) => void;
}): Promise<Authenticator> {
  const allowed = new Set(options.allowedClientKeys.map((key) => hex(curveKeyBytes(key))));
  const socket = new Reply({ context: options.context, linger: 0 });
  await socket.bind(ZAP_ADDRESS);
  answer(socket, allowed).catch((error: unknown) => {
    if (!socket.closed) options.onFailure(error);
  });
  return {
    close: () => {
      socket.close();
    },
  };
}

async function answer(socket: Reply, allowed: ReadonlySet<string>): Promise<void> {
  for await (const frames of socket) {
    const [, requestId, , , , mechanism, clientKey] = frames;
    const admitted =
      mechanism?.toString() === 'CURVE' && clientKey !== undefined && allowed.has(hex(clientKey));
    const [status, text] = admitted ? ['200', 'OK'] : ['400', 'key not allowed'];
    await socket.send([ZAP_VERSION, requestId ?? '', status, text, '', '']);
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
