import { describe, expect, test } from 'vitest';
import {
  decodeObservations,
  encodeActorMessage,
  encodeObservations,
  parseActorMessage,
} from '../../src/transport/index.js';
import type { ActorHeaderOf, ObservationRows, ParsedMessage } from '../../src/transport/index.js';

const SIZE = { rows: 3, observationBytes: 2 };

const ROWS: ObservationRows = {
  observations: Uint8Array.of(1, 2, 3, 4, 5, 6),
  rewards: Float32Array.of(1, -0.5, 0),
  terminated: Uint8Array.of(0, 1, 0),
  truncated: Uint8Array.of(1, 1, 0),
  episodeStarts: Uint8Array.of(1, 1, 0),
  finalObservations: new Map([
    [1, Uint8Array.of(9, 10)],
    [0, Uint8Array.of(7, 8)],
  ]),
};

type Message = ParsedMessage<ActorHeaderOf<'observations'>>;

/** The message that {@link ROWS} makes, with some of its buffers replaced. */
function message(change: { finals?: number[]; body?: Record<number, Uint8Array> } = {}): Message {
  const [, ...body] = encodeObservations({ group: 1, sequence: 5 }, ROWS);
  const header = { type: 'observations', group: 1, sequence: 5 } as const;
  return {
    header: { ...header, finals: change.finals ?? [0, 1] },
    body: body.map((bytes, i) => change.body?.[i] ?? bytes),
  };
}

function reasonOf(change: Parameters<typeof message>[0]): unknown {
  try {
    decodeObservations(message(change), SIZE);
  } catch (error) {
    return (error as { reason: unknown }).reason;
  }
  return 'none';
}

test('are written as the protocol says, byte by byte', () => {
  const frames = encodeObservations({ group: 1, sequence: 5 }, ROWS);
  expect(parseActorMessage(frames).header).toEqual({
    type: 'observations',
    group: 1,
    sequence: 5,
    finals: [0, 1],
  });
  expect(frames.slice(1).map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([
    '010203040506',
    '0000803f' + '000000bf' + '00000000', // IEEE 754: 1, −0.5, 0, lowest byte first
    '06' + '07' + '00', // truncated + start, both ends + start, none
    '0708' + '090a',
  ]);
});

test('are read back', () => {
  expect(decodeObservations(message(), SIZE)).toEqual(ROWS);
});

test('carry how long the step took, where the sender says so', () => {
  const frames = encodeObservations({ group: 1, sequence: 5 }, { ...ROWS, stepMilliseconds: 12.5 });
  const parsed = parseActorMessage(frames);
  expect(parsed.header).toMatchObject({ stepMilliseconds: 12.5 });
  expect(decodeObservations(parsed as Message, SIZE).stepMilliseconds).toBe(12.5);
  const [, ...body] = frames;
  const header = { type: 'observations' as const, group: 1, sequence: 5, finals: [0, 1] };
  const wrong = encodeActorMessage({ ...header, stepMilliseconds: -1 }, body);
  expect(() => parseActorMessage(wrong)).toThrow('header.stepMilliseconds');
});

test('are read from buffers that are not aligned', () => {
  const rewards = Buffer.alloc(13);
  rewards.writeFloatLE(2.25, 1);
  const { rewards: read } = decodeObservations(message({ body: { 1: rewards.subarray(1) } }), SIZE);
  expect([...read]).toEqual([2.25, 0, 0]);
});

describe('are refused', () => {
  test.each([
    ['fewer observations', { body: { 0: new Uint8Array(5) } }],
    ['more observations', { body: { 0: new Uint8Array(7) } }],
    ['no observations', { body: { 0: new Uint8Array(0) } }],
    ['more rewards', { body: { 1: new Uint8Array(16) } }],
    ['fewer flags', { body: { 2: new Uint8Array(2) } }],
    ['fewer final observations', { body: { 3: new Uint8Array(2) } }],
    ['final observations that were not announced', { finals: [] }],
  ])('with %s', (_, change) => {
    expect(reasonOf(change)).toBe('length');
  });

  test.each([
    ['an unknown flag', { body: { 2: Uint8Array.of(8, 7, 0) } }],
    ['an end without a new start', { body: { 2: Uint8Array.of(2, 7, 0) } }],
    ['a final observation of a row that goes on', { finals: [0, 2] }],
    ['a final observation of a row that does not exist', { finals: [0, 3] }],
    ['two final observations of one row', { finals: [1, 1] }],
    ['final observations in another order', { finals: [1, 0] }],
    ['a reward that is no number', { body: { 1: floats(0, NaN, 0) } }],
    ['an infinite reward', { body: { 1: floats(0, 0, -Infinity) } }],
  ])('with %s', (_, change) => {
    expect(reasonOf(change)).toBe('range');
  });
});

function floats(...values: number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeFloatLE(value, i * 4));
  return bytes;
}
