import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workplace = mkdtempSync(join(tmpdir(), 'cpc-rl-package-'));
const project = join(workplace, 'project');

/** What goes into a build, so that it can be made outside the checkout. */
const BUILT_FROM = ['src', 'envs', 'agents', 'bin', 'configs', 'package.json', 'tsconfig.json'];

function runIn(folder: string, [command, ...args]: readonly [string, ...string[]]): string {
  return execFileSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Builds and packs a copy of the checkout; answers the tarball's path. */
function pack(): string {
  const copy = join(workplace, 'copy');
  mkdirSync(copy);
  for (const name of [...BUILT_FROM, 'tsup.config.ts']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  runIn(copy, [process.execPath, 'node_modules/tsup/dist/cli-default.js', '--silent']);
  const packed = runIn(copy, ['npm', 'pack', '--ignore-scripts', '--pack-destination', workplace]);
  return join(workplace, packed.trim().split('\n').at(-1)!);
}

beforeAll(() => {
  const tarball = pack();
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"project","private":true}');
  const install = ['npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit'] as const;
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules/@tensorflow/tfjs/package.json'), 'utf8'),
  ) as { version: string };
  runIn(project, [...install, tarball, `@tensorflow/tfjs@${version}`]);
}, 300_000);

afterAll(() => {
  rmSync(workplace, { recursive: true, force: true });
});

/** Two sequences of two steps whose scores are all 0 at first: the loss is ln 2, whatever the seed. */
const PROGRAM = `
  const cpc = new CpcLoss({ embeddingSize: 2, contextSize: 3, steps: 1, negatives: 'batch', seed: 1 });
  cpc.variables[0].assign(tf.zeros([1, 3, 2]));
  const features = {
    embeddings: tf.tensor3d([1, 0, 0, 1, 1, 0, 0, 1], [2, 2, 2]),
    contexts: tf.ones([2, 2, 3]),
    episodeStarts: tf.zeros([2, 2]),
  };
  const { value, grads } = tf.variableGrads(() => cpc.compute(features).loss, cpc.variables);
  const [gradient] = Object.values(grads);
  console.log(JSON.stringify({ backend: tf.getBackend(), loss: value.dataSync()[0], gradient: gradient.shape }));
`;

const EXPECTED = {
  backend: 'cpu',
  loss: expect.closeTo(Math.log(2), 6) as number, // ln N: two candidates with equal scores
  gradient: [1, 3, 2], // [K, C, Z]
};

function runProject(file: string, text: string): unknown {
  writeFileSync(join(project, file), text);
  return JSON.parse(runIn(project, [process.execPath, file]));
}

describe('the packed plug-in, installed in an empty project beside @tensorflow/tfjs', () => {
  test('imports as an ES module and computes a loss', () => {
    const program = `import * as tf from '@tensorflow/tfjs';
      import { CpcLoss } from '@rl-tools/cpc';
      await tf.setBackend('cpu'); ${PROGRAM}`;
    expect(runProject('module.mjs', program)).toEqual(EXPECTED);
  });

  test('can be required from CommonJS', () => {
    const program = `const tf = require('@tensorflow/tfjs');
      const { CpcLoss } = require('@rl-tools/cpc');
      tf.setBackend('cpu').then(() => { ${PROGRAM} });`;
    expect(runProject('script.cjs', program)).toEqual(EXPECTED);
  });

  /** 2 + 3·4, compiled; on a backend without graphs the function runs as it is. */
  const COMPILED = `
    const v = tf.variable(tf.scalar(2));
    const program = compile({ step: ({ x }) => v.assign(tf.add(v, tf.mul(x, 4))) }, { variables: [v] });
    program.call.step({ x: tf.scalar(3) });
    program.pull();
    console.log(JSON.stringify({ value: v.dataSync()[0], error: new CompileError('x').name }));`;

  test.each([
    [
      'compute.mjs',
      `import * as tf from '@tensorflow/tfjs';
       import { compile, CompileError } from '@rl-tools/cpc/compute';
       await tf.setBackend('cpu'); ${COMPILED}`,
    ],
    [
      'compute.cjs',
      `const tf = require('@tensorflow/tfjs');
       const { compile, CompileError } = require('@rl-tools/cpc/compute');
       tf.setBackend('cpu').then(() => { ${COMPILED} });`,
    ],
  ])('brings compile() for other programs: %s', (file, program) => {
    expect(runProject(file, program)).toEqual({ value: 14, error: 'CompileError' });
  });

  test.each(['consumer.mts', 'consumer.cts'])('has types that %s can use', (file) => {
    writeFileSync(
      join(project, file),
      `import { CpcLoss, type CpcOptions } from '@rl-tools/cpc';
       import type { CompileOptions } from '@rl-tools/cpc/compute';
       export const none: CompileOptions = { variables: [] };
       const options: CpcOptions = { embeddingSize: 2, contextSize: 3, seed: 1 };
       export const weight: number = new CpcLoss(options).weight;
       // @ts-expect-error a size has to be a number
       new CpcLoss({ ...options, embeddingSize: 'two' });`,
    );
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const compilerOptions = { module: 'nodenext', strict: true, noEmit: true, skipLibCheck: true };
    const settings = { compilerOptions: { ...compilerOptions, types: [] }, files: [file] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(settings));
    expect(runIn(project, [process.execPath, compiler])).toBe('');
  });

  test('brings no native package and nothing that only the program needs', () => {
    const modules = join(project, 'node_modules');
    const installed = new Set(readdirSync(modules).filter((name) => !name.startsWith('.')));
    for (const name of ['zeromq', 'msgpackr', 'node-api-headers', 'commander', 'yaml', 'echarts']) {
      expect(installed, name).not.toContain(name);
    }
    expect(existsSync(join(modules, '@tensorflow/tfjs-node-gpu'))).toBe(false);
    expect(existsSync(join(modules, '@tensorflow/tfjs-backend-wasm'))).toBe(false);
    expect(readdirSync(join(modules, '@tensorflow')).sort()).toContain('tfjs-core');
  });

  test('asks for nothing but the core of TensorFlow.js and zod, so that it runs in a browser too', () => {
    const text = readFileSync(join(project, 'node_modules/@rl-tools/cpc/dist/index.js'), 'utf8');
    const imports = [...text.matchAll(/^import .* from '(.*)';$/gm)].map((match) => match[1]);
    expect(imports.sort()).toEqual(['@tensorflow/tfjs-core', 'zod']);
    expect(text).not.toMatch(/\bimport\(|\brequire\(|node:/);
  });

  test('its program says what is missing', () => {
    const program = join(project, 'node_modules/@rl-tools/cpc/bin/cpc-rl.js');
    expect(() => runIn(project, [process.execPath, program, '--help'])).toThrow(
      /The program needs packages that the plug-in does not/,
    );
  });
});
