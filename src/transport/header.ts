import { Packr, Unpackr } from 'msgpackr';
import type { z } from 'zod';
import { ProtocolError } from './errors.js';
import { assertPlainMessagePack } from './plainMessagePack.js';

/** One ZeroMQ message: a MessagePack header, then the raw buffers that it announces. */
export type Frames = readonly Uint8Array[];

/** A message whose header has been checked; the buffers are checked by whoever knows their sizes. */
export interface ParsedMessage<Header> {
  readonly header: Header;
  readonly body: Frames;
}

// Plain maps with string keys, so that any MessagePack library reads them.
const packr = new Packr({ useRecords: false, variableMapSize: true });
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true, int64AsType: 'number' });

/** Writes a header as a MessagePack map. */
export function encodeHeader(header: object): Uint8Array {
  return packr.pack(header);
}

/** How {@link parseMessage} reads one direction of the protocol. */
export interface MessageFormat<Header> {
  readonly schema: z.ZodType<Header>;
  /** Longest legal header, bytes. */
  readonly maxHeaderBytes: number;
  /** Looks at the decoded header before its fields are judged, and may throw. */
  readonly inspect?: (header: unknown) => void;
  /** Buffers that follow this header. */
  bodyFrames(header: Header): number;
}

/**
 * Splits a message into its checked header and its buffers.
 *
 * @throws {@link ProtocolError} if the header is too long, no plain MessagePack, lacks a field, or
 *   if another number of buffers follows than it calls for.
 */
export function parseMessage<Header extends { type: string }>(
  frames: Frames,
  format: MessageFormat<Header>,
): ParsedMessage<Header> {
  const [first, ...body] = frames;
  if (!first)
    throw new ProtocolError('frames', 'message: expected at least a header, got no frame');
  const decoded = decodeHeader(first, format.maxHeaderBytes);
  format.inspect?.(decoded);
  const header = checkFields(decoded, format.schema);
  const expected = format.bodyFrames(header);
  if (body.length !== expected) {
    throw new ProtocolError(
      'frames',
      `${header.type}: expected ${expected} buffers after the header, got ${body.length}`,
    );
  }
  return { header, body };
}

function decodeHeader(bytes: Uint8Array, maxHeaderBytes: number): unknown {
  if (bytes.length > maxHeaderBytes) {
    throw new ProtocolError(
      'oversized',
      `header: at most ${maxHeaderBytes} bytes are legal, got ${bytes.length}`,
    );
  }
  assertPlainMessagePack(bytes);
  return unpackr.unpack(bytes);
}

function checkFields<Header>(value: unknown, schema: z.ZodType<Header>): Header {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.join('.') ?? '';
  throw new ProtocolError('fields', `header.${place}: ${issue?.message ?? 'not as documented'}`);
}
