/** Why a message, or a whole connection, was dropped. The keys of the counts that a run reports. */
export const DROP_REASONS = {
  frames: 'wrong number of frames',
  oversized: 'a frame is longer than any legal one',
  header: 'the header is not plain MessagePack',
  fields: 'a header field is missing, unknown or out of range',
  version: 'another protocol version',
  stranger: 'the sender holds no place in this run',
  unexpected: 'a legal message at the wrong time',
  sequence: 'a repeated, late or early sequence number',
  length: 'a buffer is not as long as the environments require',
  range: 'a value in a buffer is out of range',
  handshake: 'the connection was no ZeroMQ handshake',
  unauthorised: "the client's key is not an allowed one",
  connection: 'the connection was cut before or without a legal greeting',
} as const;

/** One of {@link DROP_REASONS}. */
export type DropReason = keyof typeof DROP_REASONS;

/** A message does not follow docs/protocol.md. The receiver drops it and goes on. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';

  constructor(
    readonly reason: DropReason,
    message: string,
  ) {
    super(message);
  }
}

/** An address, key or socket setting cannot be used. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
}
