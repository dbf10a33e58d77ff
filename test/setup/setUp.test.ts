import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EngineSetupError } from '../../src/compute/engines/native/errors.js';
import { setUpNativeEngine, type SetUpParts } from '../../src/compute/engines/native/setUp.js';
import { buildSmallEngine, verifySmallEngine } from './smallEngine.js';
import { temporaryFolder } from './temporaryFolder.js';

const tool = (command: string) => () => Promise.resolve({ command, version: `${command} 1.0` });
const noPip = () => Promise.resolve({ missing: 'pip', because: 'no python3 on the search path' });
const noDownload = () => Promise.reject(new EngineSetupError('the download host is out of reach'));
const HOUR_MS = 60 * 60 * 1000;

/** A machine where everything works, unless `changes` says otherwise. */
function parts(changes: Partial<SetUpParts> = {}): SetUpParts {
  return {
    enginesFolder: temporaryFolder(),
    machine: { platform: 'linux', arch: 'x64', glibc: '2.36' },
    findPython: tool('python3'),
    findCompiler: tool('g++'),
    buildFromWheel: (folder) => buildSmallEngine(folder),
    downloadStock: async (folder) => ({
      ...(await buildSmallEngine(folder)),
      origin: 'stock download',
    }),
    verify: verifySmallEngine,
    nowMs: () => 0,
    ...changes,
  };
}

test('builds from the wheel where all is there', async () => {
  const outcome = await setUpNativeEngine({}, parts());
  expect(outcome).toMatchObject({ engine: 'tensorflow', cached: false });
  expect(outcome.fellBackBecause).toBeUndefined();
});

test('with a warm cache it runs nothing and says nothing', async () => {
  const first = parts();
  await setUpNativeEngine({}, first);
  const forbidden = (): never => {
    throw new Error('a warm cache needs nothing');
  };
  const second = { ...first, findPython: forbidden, findCompiler: forbidden, verify: forbidden };
  const outcome = await setUpNativeEngine({ report: forbidden }, second);
  expect(outcome).toMatchObject({ engine: 'tensorflow', cached: true });
});

test('without pip it takes the stock download and says why', async () => {
  const lines: string[] = [];
  const request = { report: (line: string) => lines.push(line) };
  const outcome = await setUpNativeEngine(request, parts({ findPython: noPip }));
  const because =
    'no python3 on the search path; install python3 with pip to build the native engine';
  expect(outcome).toMatchObject({ engine: 'tensorflow', fellBackBecause: because });
  expect(lines).toEqual([`${because}; trying the package's own download instead`]);
});

test('without pip and without the stock download it falls back to wasm with both reasons', async () => {
  const outcome = await setUpNativeEngine(
    {},
    parts({ findPython: noPip, downloadStock: noDownload }),
  );
  expect(outcome).toEqual({
    engine: 'wasm',
    fellBackBecause:
      'no python3 on the search path; install python3 with pip to build the native engine; ' +
      'the download host is out of reach',
  });
});

test('a failure is remembered for an hour, unless a set-up is asked for or the tools change', async () => {
  let builds = 0;
  let now = 0;
  const failing = parts({
    downloadStock: noDownload,
    nowMs: () => now,
    buildFromWheel: () => {
      builds += 1;
      return Promise.reject(new EngineSetupError('pip could not download'));
    },
  });
  const first = await setUpNativeEngine({}, failing);
  now = HOUR_MS - 1;
  expect(await setUpNativeEngine({}, failing)).toEqual(first);
  expect(builds).toBe(1);
  await setUpNativeEngine({ again: true }, failing); // remembered anew, at HOUR_MS − 1
  expect(builds).toBe(2);
  now = 2 * HOUR_MS - 2;
  await setUpNativeEngine({}, failing);
  expect(builds).toBe(2);
  now = 2 * HOUR_MS - 1;
  await setUpNativeEngine({}, failing);
  expect(builds).toBe(3);
  await setUpNativeEngine({}, { ...failing, findCompiler: tool('clang++') });
  expect(builds).toBe(4);
});

test('a build that succeeds after a failure leaves nothing of the failure', async () => {
  const machine = parts({ findPython: noPip, downloadStock: noDownload });
  await setUpNativeEngine({}, machine);
  const outcome = await setUpNativeEngine({}, { ...machine, findPython: tool('python3') });
  expect(outcome).toMatchObject({ engine: 'tensorflow' });
  expect(readdirSync(machine.enginesFolder)).toHaveLength(1);
});

test('an engine that computes wrong numbers is never installed', async () => {
  const machine = parts({
    downloadStock: noDownload,
    verify: () => Promise.reject(new EngineSetupError('matMul gave [0,0,0,0]')),
  });
  const outcome = await setUpNativeEngine({}, machine);
  expect(outcome).toMatchObject({ engine: 'wasm' });
  expect(outcome.fellBackBecause).toContain('matMul gave [0,0,0,0]');
});

test('a defect in a builder is not taken for a missing tool', async () => {
  const broken = parts({ buildFromWheel: () => Promise.reject(new TypeError('a defect')) });
  await expect(setUpNativeEngine({}, broken)).rejects.toThrow(TypeError);
});

test('who asks for the GPU gets it or an error, never another engine', async () => {
  const machine = parts({ findPython: noPip });
  await expect(setUpNativeEngine({ variant: 'gpu' }, machine)).rejects.toThrow(EngineSetupError);
  expect(readdirSync(machine.enginesFolder)).toEqual([]);
});
