import { ProtocolError } from './errors.js';

/** Containers inside containers; the deepest legal header nests three. */
const MAX_DEPTH = 16;

/** Bytes after the marker of each type of fixed size: floats, unsigned and signed integers. */
const FIXED_SIZES: Readonly<Record<number, number>> = {
  0xc0: 0,
  0xc2: 0,
  0xc3: 0,
  0xca: 4,
  0xcb: 8,
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1,
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
};

type Kind = 'string' | 'array' | 'map';

/** Markers followed by a length of one, two or four bytes. */
const COUNTED: Readonly<Record<number, readonly [kind: Kind, lengthBytes: 1 | 2 | 4]>> = {
  0xd9: ['string', 1],
  0xda: ['string', 2],
  0xdb: ['string', 4],
  0xdc: ['array', 2],
  0xdd: ['array', 4],
  0xde: ['map', 2],
  0xdf: ['map', 4],
};

/**
 * Checks that `bytes` are exactly one MessagePack value made of maps with string keys, arrays,
 * strings, numbers, booleans and nil.
 *
 * A decoder builds objects for extension types (dates, regular expressions, records); a header from
 * the network must not reach that code, so it is walked first without building anything.
 *
 * @throws {@link ProtocolError} (`header`) at the first byte that does not fit.
 */
export function assertPlainMessagePack(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const end = skipValue(view, 0, 0);
    if (end !== bytes.length) throw malformed(`${bytes.length - end} bytes follow the value`);
  } catch (error) {
    if (error instanceof RangeError) throw malformed('the value is cut short');
    throw error;
  }
}

/** Returns the offset after the value at `offset`. `DataView` throws RangeError past the end. */
function skipValue(view: DataView, offset: number, depth: number): number {
  if (depth > MAX_DEPTH) throw malformed(`nested deeper than ${MAX_DEPTH}`);
  const marker = view.getUint8(offset);
  if (marker < 0x80 || marker >= 0xe0) return offset + 1;
  const fixed = FIXED_SIZES[marker];
  if (fixed !== undefined) return within(view, offset + 1 + fixed);
  const { kind, count, start } = readCount(view, offset, marker);
  if (kind === 'string') return within(view, start + count);
  return skipItems(view, start, { kind, count, depth: depth + 1 });
}

function readCount(
  view: DataView,
  offset: number,
  marker: number,
): { kind: Kind; count: number; start: number } {
  if (marker < 0x90) return { kind: 'map', count: marker & 0x0f, start: offset + 1 };
  if (marker < 0xa0) return { kind: 'array', count: marker & 0x0f, start: offset + 1 };
  if (marker < 0xc0) return { kind: 'string', count: marker & 0x1f, start: offset + 1 };
  const counted = COUNTED[marker];
  if (!counted) throw malformed(`type 0x${marker.toString(16)} is not used here`);
  const [kind, lengthBytes] = counted;
  const at = offset + 1;
  const count =
    lengthBytes === 1
      ? view.getUint8(at)
      : lengthBytes === 2
        ? view.getUint16(at)
        : view.getUint32(at);
  return { kind, count, start: at + lengthBytes };
}

function skipItems(
  view: DataView,
  start: number,
  items: { kind: Kind; count: number; depth: number },
): number {
  let offset = start;
  for (let i = 0; i < items.count; i++) {
    if (items.kind === 'map') offset = skipKey(view, offset, items.depth);
    offset = skipValue(view, offset, items.depth);
  }
  return offset;
}

function skipKey(view: DataView, offset: number, depth: number): number {
  const marker = view.getUint8(offset);
  const isString = (marker >= 0xa0 && marker < 0xc0) || (marker >= 0xd9 && marker <= 0xdb);
  if (!isString) throw malformed('a map key is not a string');
  return skipValue(view, offset, depth);
}

function within(view: DataView, end: number): number {
  if (end > view.byteLength) throw malformed('the value is cut short');
  return end;
}

function malformed(what: string): ProtocolError {
  return new ProtocolError('header', `header: ${what}; expected one plain MessagePack map`);
}
