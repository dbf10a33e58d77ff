import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  FileFormatError,
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
} from '../../src/metrics/index.js';
import { runPython } from './python.js';
import { useTemporaryFolder } from './temporaryFolder.js';

const folder = useTemporaryFolder();

/** Odd byte counts and a scalar, so that alignment and order matter. */
const TENSORS = new Map<string, StoredTensor>([
  ['flags', { dtype: 'U8', shape: [3], data: new Uint8Array([0, 7, 255]) }],
  ['torso/kernel', { dtype: 'F32', shape: [2, 1], data: new Float32Array([0.1, -3.5e-8]) }],
  ['Größe', { dtype: 'I32', shape: [], data: new Int32Array([-2147483648]) }],
  ['empty', { dtype: 'F32', shape: [0, 4], data: new Float32Array(0) }],
]);

/** A file put together by hand: length, header text, `dataBytes` zeros. */
function fileOf(header: string, dataBytes: number, headerLength?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const entry = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

test("Python's safetensors package reads what is written here", () => {
  const path = folder.at('weights.safetensors');
  writeFileSync(path, encodeSafetensors(TENSORS, { format: 'test' }));
  const printed = runPython(
    `import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], framework="numpy") as f:
    tensors = {k: f.get_tensor(k) for k in f.keys()}
    print(json.dumps([f.metadata(), {k: [str(t.dtype), list(t.shape), t.ravel().tolist()] for k, t in tensors.items()}]))`,
    path,
  );
  expect(JSON.parse(printed)).toEqual([
    { format: 'test' },
    {
      flags: ['uint8', [3], [0, 7, 255]],
      'torso/kernel': ['float32', [2, 1], [Math.fround(0.1), Math.fround(-3.5e-8)]],
      Größe: ['int32', [], [-2147483648]],
      empty: ['float32', [0, 4], []],
    },
  ]);
});

test("reads what Python's safetensors package writes", () => {
  const path = folder.at('python.safetensors');
  const printed = runPython(
    `import base64, sys, numpy as np
from safetensors.numpy import save
print(base64.b64encode(save({"b": np.arange(3, dtype=np.uint8), "a": np.array([[1.5, -2.0]], np.float32)}, {"by": "python"})).decode())`,
    path,
  );
  const { tensors, metadata } = decodeSafetensors(Buffer.from(printed, 'base64'));
  expect(metadata).toEqual({ by: 'python' });
  expect(Object.fromEntries(tensors)).toEqual({
    a: { dtype: 'F32', shape: [1, 2], data: new Float32Array([1.5, -2]) },
    b: { dtype: 'U8', shape: [3], data: new Uint8Array([0, 1, 2]) },
  });
});

test('reads back what it wrote, from bytes at any offset, into memory of its own', () => {
  const bytes = encodeSafetensors(TENSORS);
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  const { tensors, metadata } = decodeSafetensors(shifted.subarray(1));
  shifted.fill(0);
  expect(new Map(tensors)).toEqual(TENSORS);
  expect(metadata).toEqual({});
});

test('pads the header with spaces so that the data is 8-byte aligned', () => {
  const bytes = encodeSafetensors(new Map([['Größe', TENSORS.get('Größe')!]]));
  const length = Number(Buffer.from(bytes).readBigUInt64LE());
  expect(length % 8).toBe(0);
  expect(bytes.length).toBe(8 + length + 4); // one int32
  const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  expect(header.trimEnd()).toBe('{"Größe":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}');
});

test('lays the larger elements first, so that every tensor lies aligned', () => {
  const bytes = encodeSafetensors(
    new Map<string, StoredTensor>([
      ['a', { dtype: 'U8', shape: [3], data: new Uint8Array(3) }],
      ['b', { dtype: 'I32', shape: [1], data: new Int32Array(1) }],
    ]),
  );
  const header = Buffer.from(bytes).toString('latin1');
  expect(header).toContain('"b":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}');
  expect(header).toContain('"a":{"dtype":"U8","shape":[3],"data_offsets":[4,7]}');
});

test('equal tensors give equal bytes in any order', () => {
  expect(encodeSafetensors(new Map([...TENSORS].reverse()))).toEqual(encodeSafetensors(TENSORS));
});

/** What plain JavaScript could pass. */
const wrongType = { dtype: 'F32', shape: [2], data: new Int32Array(2) } as unknown as StoredTensor;
test.each<[string, string, StoredTensor]>([
  ['too few elements', 'a', { dtype: 'F32', shape: [3], data: new Float32Array(2) }],
  ['another type of data', 'a', wrongType],
  [
    'the name of the metadata',
    '__metadata__',
    { dtype: 'U8', shape: [1], data: new Uint8Array(1) },
  ],
])('refuses to write %s', (_, name, tensor) => {
  expect(() => encodeSafetensors(new Map([[name, tensor]]))).toThrow(FileFormatError);
});

const F4 = entry('F32', '[1]', '[0,4]');
test.each<[string, Uint8Array, RegExp]>([
  ['nothing', new Uint8Array(0), /8 bytes of header length.*got 0 bytes/],
  ['a header longer than the file', fileOf('{}', 0, 3n), /header length 3/],
  ['an absurd header length', fileOf('{}', 0, 2n ** 63n), /header length 92233720368547/],
  ['a header that is not JSON', fileOf('{"a":', 0), /a header .* in JSON, got SyntaxError/],
  ['a header that is no object', fileOf('[]', 0), /a header .* in JSON/],
  ['bytes that are not UTF-8', fileOf('{}', 0).fill(0xff, 8), /in JSON, got TypeError/],
  ['an unknown dtype', fileOf(`{"a":${entry('F64', '[1]', '[0,8]')}}`, 8), /F32/],
  ['a negative extent', fileOf(`{"a":${entry('F32', '[-1]', '[0,4]')}}`, 4), /shape/],
  ['an unknown key', fileOf(`{"a":${F4.replace('{', '{"x":1,')}}`, 4), /Unrecognized key/],
  ['a shape that overflows', fileOf(`{"a":${entry('U8', '[9e15,9e15]', '[0,1]')}}`, 1), /bytes/],
  ['too few bytes', fileOf(`{"a":${entry('F32', '[2]', '[0,4]')}}`, 4), /8 bytes for F32 \[2\]/],
  ['offsets past the end', fileOf(`{"a":${F4}}`, 3), /tensor "a".*within 3.*got \[0, 4\]/],
  ['offsets turned round', fileOf(`{"a":${entry('F32', '[1]', '[4,0]')}}`, 4), /tensor "a"/],
  [
    'offsets that overlap',
    fileOf(`{"a":${F4},"b":${entry('F32', '[1]', '[2,6]')}}`, 6),
    /tensor "b".*from byte 4 on.*got \[2, 6\]/,
  ],
  ['a gap', fileOf(`{"a":${entry('U8', '[1]', '[1,2]')}}`, 2), /from byte 0 on/],
  ['bytes that nothing lists', fileOf(`{"a":${F4}}`, 5), /expected 4 bytes of data.*got 5/],
  ['a key twice', fileOf(`{"a":${F4},"\\u0061":${F4}}`, 4), /a key that occurs twice/],
  ['a key within an entry twice', fileOf(`{"a":${F4.replace('{', '{"dtype":"U8",')}}`, 4), /twice/],
  ['a tensor named __proto__', fileOf(`{"__proto__":${F4}}`, 4), /or __proto__/],
  ['metadata that is not text', fileOf('{"__metadata__":{"a":1}}', 0), /expected string/],
])('refuses %s', (_, bytes, message) => {
  const decode = () => decodeSafetensors(bytes, 'weights.safetensors');
  expect(decode).toThrow(FileFormatError);
  expect(decode).toThrow(message);
  expect(decode).toThrow(/^weights\.safetensors: /);
});
