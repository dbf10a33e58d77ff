import { describe, expect, test } from 'vitest';
import { stepOfEvent, scalarsEvent } from '../../src/metrics/tensorBoardEvents.js';
import { crc32c, frameRecord, wholeRecords } from '../../src/metrics/tensorBoardRecords.js';

const filled = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const counting = Uint8Array.from({ length: 32 }, (_, i) => i);

// RFC 3720, Appendix B.4, and the check value of CRC-32C in Koopman's catalogue.
test.each([
  ['32 bytes of zeros', filled(0), 0x8a9136aa],
  ['32 bytes of ones', filled(0xff), 0x62a8ab43],
  ['32 bytes that rise', counting, 0x46dd794e],
  ['32 bytes that fall', counting.toReversed(), 0x113fdb5c],
  ['the digits 1 to 9', Buffer.from('123456789'), 0xe3069283],
])('the checksum of %s', (_, data, expected) => {
  expect(crc32c(data)).toBe(expected);
});

describe('records', () => {
  test('are read back, whatever their length', () => {
    const written = [0, 1, 7, 8, 300].map((length) => new Uint8Array(length).fill(length));
    const read = [...wholeRecords(Buffer.concat(written.map(frameRecord)))];
    expect(read.map(({ data }) => [...data])).toEqual(written.map((data) => [...data]));
  });

  test('end where one is cut off or damaged anywhere', () => {
    const [first, second] = [frameRecord(counting), frameRecord(filled(9))];
    const file = Buffer.concat([first, second]);
    for (let bytes = 0; bytes < second.length; bytes++) {
      const cut = file.subarray(0, first.length + bytes);
      expect([...wholeRecords(cut)].map(({ end }) => end)).toEqual([first.length]);
      const damaged = Buffer.from(file);
      damaged[first.length + bytes]! ^= 0x10;
      expect([...wholeRecords(damaged)].map(({ end }) => end)).toEqual([first.length]);
    }
  });
});

test.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 40 + 5])('step %d is found in its event', (step) => {
  expect(stepOfEvent(scalarsEvent({ wallTime: 1.5, step }, [['loss', 2]]))).toBe(step);
});
