import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { chooseEngine, tf } from '../../src/compute/index.js';
import { assignStored, writeCheckpoint } from '../../src/learner/checkpoint.js';
import type { CheckpointContent, StoredTensors } from '../../src/learner/checkpoint.js';
import { readCheckpoint, readWeights } from '../../src/learner/index.js';
import { createRunFolder, latestCheckpoint } from '../../src/metrics/index.js';
import type { Checkpoint, StoredTensor } from '../../src/metrics/index.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';

const folder = useTemporaryFolder();

beforeAll(() => chooseEngine({ preferred: 'cpu' }));
afterEach(() => {
  tf.disposeVariables();
});

/** Every field with a value of its own, none of them a default. */
const STATE: CheckpointContent['state'] = {
  frames: 48,
  steps: 12,
  stepsPerEnvironment: 6,
  updates: 3,
  seconds: 1.5,
  startedAt: '2024-05-06T07:08:09.123Z',
  episodes: 5,
  droppedMessages: 7,
  logBytes: { episodes: 100, metrics: 200 },
  openEpisodes: [
    { return: -2.25, length: 4, staggered: true },
    { return: 0.1, length: 1, staggered: false },
  ],
  environments: ['AQID', null],
};

const ACTING: StoredTensors = new Map<string, StoredTensor>([
  ['state/hidden', { dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
  ['lastActions', { dtype: 'I32', shape: [2], data: Int32Array.of(-1, 7) }],
]);

/** 1/3 in float32 and others that need every bit. */
const VALUES = [1 / 3, -1e-30, 3.4e38, 0].map(Math.fround);

async function write(): Promise<Checkpoint> {
  const run = createRunFolder({ configName: 'test', out: folder.at('run') });
  await writeCheckpoint(run, {
    state: STATE,
    variables: new Map([['torso/weights', tf.variable(tf.tensor2d(VALUES, [2, 2]))]]),
    slots: new Map([['torso/weights/meanSquare', tf.variable(tf.tensor2d(VALUES, [4, 1]))]]),
    acting: ACTING,
  });
  return latestCheckpoint(run)!;
}

test('holds everything, to the last bit', async () => {
  const checkpoint = await write();
  expect(checkpoint.frames).toBe(48);
  expect(readdirSync(checkpoint.path).sort()).toEqual([
    'acting.safetensors',
    'optimizer.safetensors',
    'state.json',
    'weights.safetensors',
  ]);
  const { state, weights, optimizer, acting } = readCheckpoint(checkpoint);
  expect(state).toEqual({ format: 1, ...STATE });
  const stored = (shape: number[]) => ({ dtype: 'F32', shape, data: Float32Array.from(VALUES) });
  expect([...weights]).toEqual([['torso/weights', stored([2, 2])]]);
  expect([...optimizer]).toEqual([['torso/weights/meanSquare', stored([4, 1])]]);
  expect(new Map([...acting].sort())).toEqual(new Map([...ACTING].sort()));
  expect([...readWeights(checkpoint)]).toEqual([...weights]);
});

test('says which file is broken, and where', async () => {
  const checkpoint = await write();
  const stateFile = join(checkpoint.path, 'state.json');
  const text = readFileSync(stateFile, 'utf8');
  writeFileSync(stateFile, text.slice(0, 40));
  expect(() => readCheckpoint(checkpoint)).toThrow(`${stateFile}: expected JSON, got`);
  writeFileSync(stateFile, text.replace('"updates": 3', '"updates": -3'));
  expect(() => readCheckpoint(checkpoint)).toThrow(/state\.json: not a state.*updates/s);
  writeFileSync(stateFile, text.replace('"format": 1', '"format": 2'));
  expect(() => readCheckpoint(checkpoint)).toThrow(/state\.json: not a state.*format/s);
  writeFileSync(stateFile, text);
  rmSync(join(checkpoint.path, 'optimizer.safetensors'));
  expect(() => readCheckpoint(checkpoint)).toThrow('optimizer.safetensors');
});

test('writes values into the variables of the same names', () => {
  const variable = tf.variable(tf.zeros([2, 2]));
  const stored: StoredTensor = { dtype: 'F32', shape: [2, 2], data: Float32Array.from(VALUES) };
  const before = tf.memory().numTensors;
  assignStored(new Map([['w', variable]]), new Map([['w', stored]]), 'here');
  expect([...variable.dataSync()]).toEqual(VALUES);
  expect(tf.memory().numTensors).toBe(before);
});

test.each<[string, Record<string, number[]>, string]>([
  ['another shape', { v: [1], w: [4] }, "here: 'w': expected shape [2, 2], got [4]. "],
  [
    'a value is missing',
    { v: [1] },
    "here: 'w': expected shape [2, 2], got nothing under that name",
  ],
  ['a value too many', { v: [1], w: [2, 2], x: [1] }, "here: holds 'x', which this agent does not"],
])('weights that do not fit change nothing: %s', (_, shapes, message) => {
  const variables = new Map<string, tf.Variable>([
    ['v', tf.variable(tf.zeros([1]))],
    ['w', tf.variable(tf.zeros([2, 2]))],
  ]);
  const stored = Object.entries(shapes).map(([name, shape]): [string, StoredTensor] => {
    const size = shape.reduce((product, side) => product * side, 1);
    return [name, { dtype: 'F32', shape, data: new Float32Array(size).fill(9) }];
  });
  expect(() => {
    assignStored(variables, new Map(stored), 'here');
  }).toThrow(message);
  for (const variable of variables.values()) expect(Math.max(...variable.dataSync())).toBe(0);
});
