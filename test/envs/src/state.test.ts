import { expect, test } from 'vitest';
import { decodeState, encodeState, StateError } from '../../../envs/src/index.js';

const KIND = 'Maze/1';

test('values come back exactly, with the nested state', () => {
  const value = {
    floats: [0.1 + 0.2, -0, 0, 5e-324, Number.MAX_VALUE, 2 ** 53 - 1],
    text: 'ä €\u0000-0 "quoted"',
    flags: [true, false, null],
  };
  const nested = Uint8Array.of(1, 2, 255);
  const bytes = encodeState({ kind: KIND, value, nested });
  // toEqual tells −0 from 0.
  expect(decodeState(bytes, KIND)).toEqual({ value, nested });
});

test('equal states give equal bytes, readable at any offset of a larger buffer', () => {
  const bytes = encodeState({ kind: KIND, value: [1, 2] });
  expect(encodeState({ kind: KIND, value: [1, 2] })).toEqual(bytes);
  const larger = new Uint8Array(bytes.length + 7);
  larger.set(bytes, 3);
  expect(decodeState(larger.subarray(3, 3 + bytes.length), KIND)).toEqual({
    value: [1, 2],
    nested: new Uint8Array(),
  });
});

test.each([NaN, Infinity, -Infinity])('refuses to save %d and names where', (value) => {
  expect(() => encodeState({ kind: KIND, value: { speed: value } })).toThrow(StateError);
  expect(() => encodeState({ kind: KIND, value: { speed: value } })).toThrow(
    `'speed' must be a finite number, got ${value}`,
  );
});

test('refuses a state of another kind', () => {
  const bytes = encodeState({ kind: 'Maze/2', value: 0 });
  expect(() => decodeState(bytes, KIND)).toThrow(
    "expected a state of 'Maze/1', got one of 'Maze/2'",
  );
});

test('refuses every truncation and every extension', () => {
  const bytes = encodeState({ kind: KIND, value: [1], nested: Uint8Array.of(9) });
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeState(bytes.subarray(0, length), KIND)).toThrow(StateError);
  }
  expect(() => decodeState(Uint8Array.of(...bytes, 0), KIND)).toThrow(/damaged bytes/);
});

test.each(['no json', '[]', '3', '{"value":1}', '{"kind":["Maze/1"],"value":1}', '\xff'])(
  'refuses the header %j',
  (text) => {
    const header = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const bytes = Uint8Array.of(header.length, 0, 0, 0, 0, 0, 0, 0, ...header);
    expect(() => decodeState(bytes, KIND)).toThrow(StateError);
  },
);
