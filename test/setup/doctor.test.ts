import { expect, test } from 'vitest';
import { adviceFor } from '../../src/cli/doctor/advice.js';
import { formatDoctor, runDoctor, type DoctorReport } from '../../src/cli/doctor/index.js';
import { probeNode } from '../../src/cli/doctor/probes.js';

const engine = {
  found: true,
  name: 'tensorflow',
  version: '2.21.0',
  tfjsVersion: '4.22.0',
  device: 'cpu',
  threads: 2,
} as const;

/** A machine where everything is there. */
const GOOD: DoctorReport = {
  ready: true,
  node: { version: '20.20.2', supported: true, wanted: '20.19 or newer' },
  machine: { system: 'linux-x64', cores: 2, memoryGiB: 23.5 },
  engine,
  gpus: [],
  zeromq: { found: true, version: '4.3.5', curve: true },
  python: { found: true, version: 'Python 3.11.7' },
  compiler: { found: true, version: 'c++ 12.2.0' },
  cache: { folder: '/home/me/.cache/rl-tools-cpc', writable: true },
  advice: [],
};

const wasm = { ...engine, name: 'wasm', version: '4.22.0' } as const;
const absent = (because: string) => ({ found: false, because }) as const;

test('nothing is advised where everything is there', () => {
  expect(adviceFor(GOOD)).toEqual([]);
});

test.each<[string, Partial<DoctorReport>, string]>([
  ['an old Node', { node: { ...GOOD.node, supported: false } }, 'Node 20.20.2 is too old'],
  ['no engine', { engine: absent('no tfjs') }, 'No tensor engine works: no tfjs. Run: npm ci'],
  ['a slow engine', { engine: wasm }, 'training is slow. Run: npm run setup'],
  [
    'a slow engine for want of a compiler',
    { engine: wasm, compiler: absent('no c++') },
    'no c++; install it first. Run: npm run setup',
  ],
  ['an idle GPU', { gpus: ['NVIDIA H200'] }, 'npm run setup -- --gpu'],
  ['no ZeroMQ', { zeromq: { ...absent('gone'), curve: false } }, 'Run: npm install zeromq'],
  ['ZeroMQ without CURVE', { zeromq: { ...GOOD.zeromq, curve: false } as const }, 'without CURVE'],
  ['a read-only cache', { cache: { ...GOOD.cache, writable: false } }, 'CPC_RL_CACHE'],
])('%s gets one line that says how to mend it', (_, changes, expected) => {
  const advice = adviceFor({ ...GOOD, ...changes }); // the change replaces a whole field
  expect(advice).toHaveLength(1);
  expect(advice[0]).toContain(expected);
});

test('a GPU that is in use needs no advice', () => {
  const report: DoctorReport = {
    ...GOOD,
    gpus: ['NVIDIA H200'],
    engine: { ...engine, device: 'gpu' },
  };
  expect(adviceFor(report)).toEqual([]);
});

test('the report is readable, line by line', () => {
  expect(formatDoctor(GOOD).split('\n')).toEqual([
    'Node      20.20.2',
    'System    linux-x64, 2 cores, 23.5 GiB of memory',
    'Engine    tensorflow (libtensorflow 2.21.0, TensorFlow.js 4.22.0) on the cpu, 2 threads',
    'GPU       none that an NVIDIA driver knows',
    'ZeroMQ    4.3.5, with CURVE encryption',
    'Python    Python 3.11.7',
    'Compiler  c++ 12.2.0',
    'Cache     /home/me/.cache/rl-tools-cpc',
    '',
    'Everything is there.',
  ]);
});

test('what is missing is named in its line and mended below', () => {
  const report: DoctorReport = {
    ...GOOD,
    ready: false,
    zeromq: { ...absent('Cannot find package'), curve: false },
    advice: ['ZeroMQ is missing'],
  };
  const text = formatDoctor(report);
  expect(text).toContain('ZeroMQ    not found (Cannot find package)\n');
  expect(text).toMatch(/Training cannot start yet:\n- ZeroMQ is missing$/);
});

test.each([
  ['18.20.0', false],
  ['20.18.9', false],
  ['20.19.0', true],
  ['22.0.0', true],
  ['24.21.0', true],
])('Node %s supported: %s', (version, supported) => {
  expect(probeNode(version).supported).toBe(supported);
});

test('on this machine it finds what the tests themselves run on', async () => {
  const report = await runDoctor();
  expect(report.node.version).toBe(process.versions.node);
  expect(report).toMatchObject({
    ready: true,
    engine: { found: true, tfjsVersion: '4.22.0' },
    zeromq: { found: true, curve: true },
  });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});
