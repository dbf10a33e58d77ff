import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { describe, expect, test } from 'vitest';
import { API, PACKAGES, specifier, WITHOUT_OPTIONAL_PEERS } from './api.js';
import { packagesBehind } from './support/importGraph.js';
import type { Place } from './support/place.js';
import { root, runIn, runProgram } from './support/run.js';

/** Two sequences of two steps whose scores are all 0 at first: the loss is ln 2, whatever the seed. */
const LOSS = `
  const cpc = new CpcLoss({ embeddingSize: 2, contextSize: 3, steps: 1, negatives: 'batch', seed: 1 });
  cpc.variables[0].assign(tf.zeros([1, 3, 2]));
  const features = {
    embeddings: tf.tensor3d([1, 0, 0, 1, 1, 0, 0, 1], [2, 2, 2]),
    contexts: tf.ones([2, 2, 3]),
    episodeStarts: tf.zeros([2, 2]),
  };`;

/** Prints the loss and the backend: for hosts that register no gradients. */
const FORWARD_PROGRAM = `${LOSS}
  const [loss] = cpc.compute(features).loss.dataSync();
  console.log(JSON.stringify({ backend: tf.getBackend(), loss }));`;

/** Prints the shape of the gradient, too. */
export const LOSS_PROGRAM = `${LOSS}
  const { value, grads } = tf.variableGrads(() => cpc.compute(features).loss, cpc.variables);
  const [gradient] = Object.values(grads);
  console.log(JSON.stringify({ backend: tf.getBackend(), loss: value.dataSync()[0], gradient: gradient.shape }));`;

const EXPECTED_FORWARD = {
  backend: 'cpu',
  loss: expect.closeTo(Math.log(2), 6) as number, // ln N: two candidates with equal scores
};

export const EXPECTED_LOSS = { ...EXPECTED_FORWARD, gradient: [1, 3, 2] }; // [K, C, Z]

/** A program on the core and the plain backend that has `names` of `path`; its kind follows from `file`. */
function onCore(file: string, { names, path = '@rl-tools/cpc', body }: CoreProgram): string {
  const begin = file.endsWith('.mjs')
    ? `import * as tf from '@tensorflow/tfjs-core'; import '@tensorflow/tfjs-backend-cpu';
       import ${names} from '${path}';`
    : `const tf = require('@tensorflow/tfjs-core'); require('@tensorflow/tfjs-backend-cpu');
       const ${names} = require('${path}');`;
  return `${begin} tf.setBackend('cpu').then(() => { ${body} });`;
}

interface CoreProgram {
  readonly names: string;
  readonly path?: string;
  readonly body: string;
}

/** Prints the names that sub-paths export; `load` is how one is loaded. */
export const namesProgram = (paths: readonly string[], load: string): string => `
  (async () => {
    const names = {};
    for (const path of ${JSON.stringify(paths)}) {
      names[path] = Object.keys(await ${load}('@rl-tools/cpc' + path.slice(1))).sort();
    }
    console.log(JSON.stringify(names));
  })();`;

/** 2 + 3·4, compiled; on a backend without graphs the function runs as it is. */
const COMPILED = `
  const v = tf.variable(tf.scalar(2));
  const program = compile({ step: ({ x }) => v.assign(tf.add(v, tf.mul(x, 4))) }, { variables: [v] });
  program.call.step({ x: tf.scalar(3) });
  program.pull();
  console.log(JSON.stringify({ value: v.dataSync()[0], error: new CompileError('x').name }));`;

/** One class each, whichever sub-path it comes from. */
const IDENTITY = `
  await tf.setBackend('cpu');
  const definition = auxiliary.AUXILIARY_LOSSES.find(({ name }) => name === 'cpc');
  const sizes = { embeddingSize: 2, contextSize: 2, actions: 2, observationShape: [8, 8, 3], unrollLength: 40, seed: 1 };
  let caught;
  try { new cpc.CpcLoss({ embeddingSize: 0, contextSize: 2, seed: 1 }); } catch (error) { caught = error; }
  console.log(JSON.stringify({
    loss: main.CpcLoss === cpc.CpcLoss && main.CpcLoss === auxiliary.CpcLoss,
    registry: definition.create(definition.config.parse({}), sizes) instanceof main.CpcLoss,
    error: caught instanceof main.ArgumentError && caught instanceof auxiliary.ArgumentError,
    update: update.update === learner.update && update.UnrollBuffer === learner.UnrollBuffer,
    compute: nn.relu === compute.relu,
  }));`;

const LOADED_FOR_IDENTITY = [
  ['tf', '@tensorflow/tfjs-core'],
  ['backend', '@tensorflow/tfjs-backend-cpu'],
  ['main', '@rl-tools/cpc'],
  ...['auxiliary', 'cpc', 'update', 'learner', 'nn', 'compute'].map(
    (name) => [name, `@rl-tools/cpc/${name}`] as const,
  ),
] as const;

/** The plug-in in a project that has the core of TensorFlow.js and a backend. */
export function describePlugin(place: () => Place): void {
  describe('the packed plug-in, installed beside @tensorflow/tfjs-core', () => {
    const dist = (file: string): string =>
      join(place().plugin, 'node_modules/@rl-tools/cpc/dist', file);

    test.each(['module.mjs', 'script.cjs'])('computes a loss: %s', async (file) => {
      const text = onCore(file, { names: '{ CpcLoss }', body: FORWARD_PROGRAM });
      expect(await runProgram(place().plugin, { file, text })).toEqual(EXPECTED_FORWARD);
    });

    test.each(['compute.mjs', 'compute.cjs'])('compiles functions: %s', async (file) => {
      const path = '@rl-tools/cpc/compute';
      const text = onCore(file, { names: '{ compile, CompileError }', path, body: COMPILED });
      const expected = { value: 14, error: 'CompileError' };
      expect(await runProgram(place().plugin, { file, text })).toEqual(expected);
    });

    test('installs nothing else: no server, no native code, nothing that only the program needs', () => {
      const modules = join(place().plugin, 'node_modules');
      const packages = (folder: string): string[] =>
        readdirSync(join(modules, folder)).filter((name) => !name.startsWith('.'));
      expect(packages('@rl-tools')).toEqual(['cpc']);
      expect(packages('@tensorflow').sort()).toEqual(['tfjs-backend-cpu', 'tfjs-core']);
      for (const name of ['zeromq', 'msgpackr', 'commander', 'yaml', 'echarts', 'gifenc']) {
        expect(packages('.'), name).not.toContain(name);
      }
    });

    test.each(['.js', '.cjs'])('each sub-path loads what it says and no more: %s', (extension) => {
      const loaded = Object.keys(PACKAGES).map((path) => {
        const name = path === '.' ? 'index' : path.slice(2);
        return [path, packagesBehind(dist(name + extension))] as const;
      });
      expect(Object.fromEntries(loaded)).toEqual(PACKAGES);
    });

    test.each(['names.mjs', 'names.cjs'])('exports what is documented: %s', async (file) => {
      const load = file.endsWith('.mjs') ? 'import' : 'require';
      const paths = WITHOUT_OPTIONAL_PEERS;
      const text = namesProgram(paths, load);
      const names = await runProgram(place().plugin, { file, text });
      expect(names).toEqual(Object.fromEntries(paths.map((path) => [path, API[path]])));
    });

    test.each(['same.mjs', 'same.cjs'])('has one of each class: %s', async (file) => {
      const load = file.endsWith('.mjs') ? 'import' : 'require';
      const loads = LOADED_FOR_IDENTITY.map(
        ([name, path]) => `const ${name} = await ${load}('${path}');`,
      );
      const text = `(async () => { ${loads.join('\n')} ${IDENTITY} })();`;
      const same = { loss: true, registry: true, error: true, update: true, compute: true };
      expect(await runProgram(place().plugin, { file, text })).toEqual(same);
    });

    test('lists the same sub-paths in package.json, here and in its sources and documents', () => {
      const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        exports: Record<string, unknown>;
      };
      const paths = Object.keys(PACKAGES).sort();
      expect(Object.keys(API).sort()).toEqual(paths);
      expect([...Object.keys(manifest.exports)].sort()).toEqual(
        [...paths, './package.json'].sort(),
      );
      const sources = readdirSync(join(root, 'src/entries')).map((file) => parse(file).name);
      expect(sources.map((name) => (name === 'index' ? '.' : `./${name}`)).sort()).toEqual(paths);
      const text = readFileSync(join(root, 'docs/package.md'), 'utf8');
      for (const path of paths) expect(text).toContain(`\`${specifier(path)}\``);
    });

    test('its program says what is missing and how to get it', async () => {
      const program = join(place().plugin, 'node_modules/@rl-tools/cpc/bin/cpc-rl.js');
      const run = runIn(place().plugin, [process.execPath, program, '--help']);
      await expect(run).rejects.toThrow(
        /Cannot find package 'commander'[^]*needs packages that the plug-in does not[^]*npm install .*"commander@.*"zeromq@/,
      );
      await expect(run).rejects.not.toThrow(/zod|@rl-tools\/env/);
    });
  });
}
