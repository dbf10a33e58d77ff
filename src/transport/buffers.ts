import { ProtocolError } from './errors.js';

/** Bytes of a float32 or int32. */
export const WORD_BYTES = 4;

/** Checks a buffer's length. @throws {@link ProtocolError} (`length`). */
export function expectBytes(buffer: Uint8Array, expected: number, name: string): void {
  if (buffer.length === expected) return;
  throw new ProtocolError('length', `${name}: expected ${expected} bytes, got ${buffer.length}`);
}

/** Writes float32 values, little-endian. */
export function float32Bytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * WORD_BYTES);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setFloat32(i * WORD_BYTES, value, true);
  });
  return bytes;
}

/** Reads little-endian float32 values. */
export function readFloat32(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / WORD_BYTES }, (_, i) =>
    view.getFloat32(i * WORD_BYTES, true),
  );
}

/** Writes int32 values, little-endian. */
export function int32Bytes(values: Int32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * WORD_BYTES);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setInt32(i * WORD_BYTES, value, true);
  });
  return bytes;
}

/** Reads little-endian int32 values. */
export function readInt32(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: bytes.length / WORD_BYTES }, (_, i) =>
    view.getInt32(i * WORD_BYTES, true),
  );
}

/** Joins buffers of various sizes; an absent one has size 0. */
export function joinSized(parts: readonly (Uint8Array | null)[]): {
  sizes: number[];
  bytes: Uint8Array;
} {
  const sizes = parts.map((part) => part?.length ?? 0);
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let offset = 0;
  for (const part of parts) {
    if (part) bytes.set(part, offset);
    offset += part?.length ?? 0;
  }
  return { sizes, bytes };
}

/**
 * Takes joined buffers apart again; size 0 gives `null`. The parts are copies.
 *
 * @throws {@link ProtocolError} (`length`) if the sizes do not add up to the bytes.
 */
export function splitSized(sizes: readonly number[], bytes: Uint8Array): (Uint8Array | null)[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expectBytes(bytes, total, 'snapshots');
  let offset = 0;
  return sizes.map((size) => {
    const part = size === 0 ? null : Uint8Array.from(bytes.subarray(offset, offset + size));
    offset += size;
    return part;
  });
}
