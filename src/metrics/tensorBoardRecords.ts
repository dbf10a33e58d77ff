/** Bytes before a record's data: its length (uint64) and the masked checksum of that length (uint32). */
const HEADER_BYTES = 12;
/** Bytes after a record's data: its masked checksum (uint32). */
const FOOTER_BYTES = 4;
const LENGTH_BYTES = 8;
/** Castagnoli's polynomial, bits reversed: RFC 3720, §12.1. */
const POLYNOMIAL = 0x82f63b78;
/** Added to a rotated checksum: `kMaskDelta` of TensorFlow's `tsl/lib/hash/crc32c.h`. */
const MASK_DELTA = 0xa282ead8;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  }
  return remainder;
});

/** CRC32C of RFC 3720, §12.1, as an unsigned number. */
export function crc32c(data: Uint8Array): number {
  let remainder = 0xffff_ffff;
  for (const byte of data) remainder = TABLE[(remainder ^ byte) & 0xff]! ^ (remainder >>> 8);
  return ~remainder >>> 0;
}

/**
 * Data as a record of a TFRecord file, the framing of TensorBoard's event files.
 *
 * Source: TensorFlow, `tensorflow/core/lib/io/record_writer.cc`.
 */
export function frameRecord(data: Uint8Array): Buffer {
  const record = Buffer.alloc(HEADER_BYTES + data.length + FOOTER_BYTES);
  record.writeBigUInt64LE(BigInt(data.length));
  record.writeUInt32LE(maskedCrc(record.subarray(0, LENGTH_BYTES)), LENGTH_BYTES);
  record.set(data, HEADER_BYTES);
  record.writeUInt32LE(maskedCrc(data), HEADER_BYTES + data.length);
  return record;
}

/** A record's data, and where the record ends within the file. */
export interface FramedRecord {
  readonly data: Uint8Array;
  /** Byte after the record. */
  readonly end: number;
}

/** The whole records of a file in order, up to the first that is cut off or does not fit its checksums. */
export function* wholeRecords(file: Buffer): Generator<FramedRecord> {
  for (let start = 0; start + HEADER_BYTES + FOOTER_BYTES <= file.length;) {
    const length = file.readBigUInt64LE(start);
    const footer = start + HEADER_BYTES + Number(length);
    const lengthBytes = file.subarray(start, start + LENGTH_BYTES);
    if (file.readUInt32LE(start + LENGTH_BYTES) !== maskedCrc(lengthBytes)) return;
    if (footer + FOOTER_BYTES > file.length) return;
    const data = file.subarray(start + HEADER_BYTES, footer);
    if (file.readUInt32LE(footer) !== maskedCrc(data)) return;
    start = footer + FOOTER_BYTES;
    yield { data, end: start };
  }
}

/** Turned by 15 bits and shifted, because the checksum of data that holds checksums is weak. */
function maskedCrc(data: Uint8Array): number {
  const crc = crc32c(data);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}
