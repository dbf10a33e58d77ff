import { z } from 'zod';
import { FileFormatError } from './errors.js';

/** One stored tensor: `data` is row-major and holds exactly as many elements as `shape` says. */
export type StoredTensor =
  | { readonly dtype: 'F32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: 'I32'; readonly shape: readonly number[]; readonly data: Int32Array }
  | { readonly dtype: 'U8'; readonly shape: readonly number[]; readonly data: Uint8Array };

/** What a safetensors file holds. */
export interface SafetensorsContent {
  readonly tensors: Map<string, StoredTensor>;
  /** The header's `__metadata__`; empty where there is none. */
  readonly metadata: Readonly<Record<string, string>>;
}

const ARRAYS = { F32: Float32Array, I32: Int32Array, U8: Uint8Array };
const RESERVED = /^__(metadata|proto)__$/;
const MAX_HEADER_BYTES = 100_000_000; // as in the format's own reader
const entrySchema = z.strictObject({
  dtype: z.enum(['F32', 'I32', 'U8']),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const metadataSchema = z.record(z.string(), z.string());

/**
 * Tensors as one safetensors file: header length (uint64), JSON header padded with spaces to a
 * multiple of 8 bytes, then the data without gaps; numbers little-endian.
 *
 * Equal tensors give equal bytes in whatever order the map holds them: laid out by element size,
 * the largest first, so that each lies aligned; then by name.
 *
 * Source: https://github.com/huggingface/safetensors, README, "Format".
 *
 * @param metadata - Free text for the header's `__metadata__`.
 * @throws {@link FileFormatError} if the dtype, shape and data of a tensor do not fit.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const sorted = [...tensors].sort(
    ([a, { data: x }], [b, { data: y }]) =>
      y.BYTES_PER_ELEMENT - x.BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );
  const header = new Map<string, unknown>(metadata && [['__metadata__', metadata]]);
  let end = 0;
  for (const [name, { dtype, shape, data }] of sorted) {
    const fits = data instanceof ARRAYS[dtype] && data.length === product(shape);
    if (!fits || RESERVED.test(name)) {
      const expected = `${dtype} data of shape [${shape.join(', ')}], its name not reserved`;
      throw formatError(
        `tensor ${name}`,
        expected,
        `${data.constructor.name} of ${data.length} elements`,
      );
    }
    const begin = end;
    end += data.byteLength;
    header.set(name, { dtype, shape, data_offsets: [begin, end] });
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ');
  padded.set(json);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  // Every platform that Node.js supports with this project's engines is little-endian.
  const parts = sorted.map(([, { data: d }]) => Buffer.from(d.buffer, d.byteOffset, d.byteLength));
  return Buffer.concat([length, padded, ...parts]);
}

/**
 * Reads what {@link encodeSafetensors} or any other writer of F32, I32 and U8 tensors wrote; data
 * is copied. No byte is trusted: lengths, keys, shapes and offsets are checked before use.
 *
 * @param source - What to call the bytes in errors, e.g. their path.
 * @throws {@link FileFormatError} if the bytes are not a whole, valid file.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  source = 'safetensors data',
): SafetensorsContent {
  const { metadata, entries, data } = parseHeader(bytes, source);
  const tensors = new Map<string, StoredTensor>();
  let cursor = 0;
  for (const [name, { dtype, shape, data_offsets }] of entries) {
    const [begin, end] = data_offsets;
    const place = `${source}: tensor ${JSON.stringify(name)}`;
    const size = product(shape) * ARRAYS[dtype].BYTES_PER_ELEMENT;
    if (begin !== cursor || end > data.length) {
      const room = `data from byte ${cursor} on within ${data.length}, no gap, no overlap`;
      throw formatError(place, room, `[${begin}, ${end}]`);
    }
    if (end - begin !== size) {
      const expected = `${size} bytes for ${dtype} [${shape.join(', ')}]`;
      throw formatError(place, expected, `[${begin}, ${end}]`);
    }
    const copy = new Uint8Array(data.subarray(begin, end)).buffer;
    // The dtype chose the array, which TypeScript cannot follow through the table.
    tensors.set(name, { dtype, shape, data: new ARRAYS[dtype](copy) } as StoredTensor);
    cursor = end;
  }
  if (cursor === data.length) return { tensors, metadata };
  throw formatError(source, `${cursor} bytes of data, as its header lists`, `${data.length}`);
}

/** The checked header, its entries in the order of their data, and the bytes after it. */
function parseHeader(bytes: Uint8Array, source: string) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const room = Math.min(bytes.length - 8, MAX_HEADER_BYTES);
  const length = bytes.length < 8 ? -1 : Number(view.getBigUint64(0, true));
  if (length < 0 || length > room) {
    const expected = `8 bytes of header length and that many more, at most ${MAX_HEADER_BYTES}`;
    throw formatError(source, expected, `${bytes.length} bytes, header length ${length}`);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length));
    const { __metadata__, ...rest } = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    const metadata = metadataSchema.parse(__metadata__ ?? {});
    const entries = Object.entries(z.record(z.string(), entrySchema).parse(rest));
    const keys = entries.length * 4 + Object.keys(metadata).length + (__metadata__ ? 1 : 0);
    // JSON.parse keeps the last of two equal keys in silence, zod drops __proto__.
    if (countKeys(text) !== keys) throw new Error('a key that occurs twice, or __proto__');
    entries.sort(([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1]);
    return { metadata, entries, data: bytes.subarray(8 + length) };
  } catch (cause) {
    const got = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw formatError(source, 'a header {name: {dtype, shape, data_offsets}} in JSON', got);
  }
}

/** How many object keys a valid JSON text spells out: its strings that a colon follows. */
function countKeys(json: string): number {
  let keys = 0;
  for (const [, colon] of json.matchAll(/"(?:[^"\\]|\\.)*"\s*(:?)/g)) if (colon) keys++;
  return keys;
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

function formatError(place: string, expected: string, got: string): FileFormatError {
  return new FileFormatError(
    `${place}: expected ${expected}, got ${got}. ` +
      'If the file came from elsewhere, copy it again; if it was written here, use an older one.',
  );
}
