import { Packr } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { encodeActorMessage, parseActorMessage } from '../../src/transport/index.js';
import type { DropReason } from '../../src/transport/index.js';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** {"type": "heartbeat"}, worked by hand from the MessagePack specification. */
const HEARTBEAT = hex('81 a4 74797065 a9 686561727462656174');

function reasonOf(parse: () => unknown): { reason: DropReason; message: string } {
  try {
    parse();
  } catch (error) {
    return error as { reason: DropReason; message: string };
  }
  throw new Error('expected an error');
}

describe('a header', () => {
  test('is written as plain MessagePack', () => {
    const [header] = encodeActorMessage({ type: 'heartbeat' });
    expect(Buffer.from(header!)).toEqual(HEARTBEAT);
  });

  test('is read from bytes that are not aligned to anything', () => {
    const shifted = Buffer.concat([hex('00 00 00'), HEARTBEAT]).subarray(3);
    expect(parseActorMessage([shifted]).header).toEqual({ type: 'heartbeat' });
  });

  test('may hold numbers of all widths', () => {
    const numbers = '97 cc ff cd ffff ce 0000ffff d0 80 d1 8000 d2 80000000 ca 3f000000';
    const bytes = hex(`82 a4 74797065 a9 686561727462656174 a1 6e ${numbers}`);
    expect(parseActorMessage([bytes]).header).toEqual({ type: 'heartbeat' });
  });

  test('may hold fields of later versions, which are ignored', () => {
    const bytes = hex('82 a4 74797065 a9 686561727462656174 a1 78 c3');
    expect(parseActorMessage([bytes]).header).toEqual({ type: 'heartbeat' });
  });

  test.each([
    ['nothing', ''],
    ['a map cut short', '82 a4 74797065 a9 686561727462656174'],
    ['a string cut short', '81 a4 74797065 a9 6865'],
    ['a number cut short', '81 a1 78 cd 01'],
    ['a length cut short', '81 a1 78 dc 01'],
    ['an array that claims 4 billion items', '81 a1 78 dd ffffffff'],
    ['bytes after the map', '81 a4 74797065 a9 686561727462656174 00'],
    ['a key that is a number', '81 01 02'],
    ['the reserved byte', '81 a1 78 c1'],
    ['binary data', '81 a1 78 c4 01 00'],
    ['a fixed extension', '81 a1 78 d4 72 40'],
    ['a timestamp extension', '81 a1 78 d6 ff 00000000'],
    ['an extension of 8-bit length', '81 a1 78 c7 01 78 00'],
    ['deep nesting', `${'91'.repeat(40)} 00`],
  ])('with %s is no plain MessagePack', (_, bytes) => {
    expect(reasonOf(() => parseActorMessage([hex(bytes)])).reason).toBe('header');
  });

  test('of a million nested arrays does not exhaust the stack', () => {
    const bytes = Buffer.alloc(60_000, 0x91);
    expect(reasonOf(() => parseActorMessage([bytes])).reason).toBe('header');
  });

  test('longer than any legal one is not even walked', () => {
    expect(reasonOf(() => parseActorMessage([Buffer.alloc(65_537)])).reason).toBe('oversized');
  });

  test.each([
    ['a number in its place', hex('05')],
    ['nil', hex('c0')],
    ['an unknown type', hex('81 a4 74797065 a3 666f6f')],
    ['no type', hex('80')],
  ])('that is %s has wrong fields', (_, bytes) => {
    expect(reasonOf(() => parseActorMessage([bytes])).reason).toBe('fields');
  });

  test('records and other extensions of the library are refused', () => {
    const records = new Packr({ useRecords: true, structures: [] });
    const packed = records.pack({ type: 'heartbeat' });
    expect(reasonOf(() => parseActorMessage([packed])).reason).toBe('header');
  });
});

describe('a message', () => {
  const hello = { type: 'hello', version: 1, actor: 'a', pid: 1 } as const;

  test('without any frame is none', () => {
    expect(reasonOf(() => parseActorMessage([])).reason).toBe('frames');
  });

  test('with another number of buffers is none', () => {
    const [header] = encodeActorMessage(hello);
    const { reason, message } = reasonOf(() => parseActorMessage([header!, header!]));
    expect(reason).toBe('frames');
    expect(message).toBe('hello: expected 0 buffers after the header, got 1');
  });

  test('of another version names both, whatever its other fields are', () => {
    const packed = new Packr({ useRecords: false }).pack({ type: 'hello', version: 3, name: [] });
    const { reason, message } = reasonOf(() => parseActorMessage([packed]));
    expect(reason).toBe('version');
    expect(message).toContain('version 3, the learner version 1');
  });

  test.each([
    ['a negative sequence', { type: 'observations', group: 0, sequence: -1, finals: [] }],
    ['a sequence beyond 2^53', { type: 'observations', group: 0, sequence: 2 ** 60, finals: [] }],
    ['a fractional row', { type: 'observations', group: 0, sequence: 0, finals: [0.5] }],
    ['a name that is too long', { ...hello, actor: 'x'.repeat(65) }],
    ['no name', { ...hello, actor: '' }],
    ['a huge picture', { type: 'ready', description: { observationShape: [1e9] } }],
  ])('with %s has wrong fields', (_, header) => {
    const packed = new Packr({ useRecords: false }).pack(header);
    expect(reasonOf(() => parseActorMessage([packed])).reason).toBe('fields');
  });
});
