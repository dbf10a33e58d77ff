import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { packagesBehind } from './support/importGraph.js';
import type { Place } from './support/place.js';
import { root, runIn, runProgram } from './support/run.js';

const NAMES = [
  ['{ Box, checkEnv, isStateful, make, RecordVideo, Resize }', '@rl-tools/env'],
  ['{ CartPole, registerClassic }', '@rl-tools/env/classic'],
  ['{ Renderer }', '@rl-tools/env/engine'],
  ['{ LEVELS, registerLevels }', '@rl-tools/env/levels'],
  ['{ deriveSeed, Random }', '@rl-tools/env/random'],
] as const;

/** Plays a level, records a task through wrappers; prints what it saw. */
const PROGRAM = `
  registerLevels();
  registerClassic();
  const level = new Resize(make(LEVELS[0].id, { size: 'small' }), { height: 8, width: 8 });
  const [observation] = level.reset({ seed: 1 });
  const files = [];
  const save = (name, bytes) => files.push([name, String.fromCharCode(...bytes.slice(0, 6))]);
  const video = new RecordVideo(make('CartPole-v1'), { save });
  video.reset({ seed: 1 });
  video.step(1);
  video.close();
  console.log(JSON.stringify({
    length: observation.length,
    oneBox: make('CartPole-v1').observationSpace instanceof Box,
    stateful: isStateful(make('CartPole-v1')),
    skipped: checkEnv(make('CartPole-v1')).skipped,
    classes: [CartPole, Renderer, Random, deriveSeed].map((value) => typeof value),
    files,
  }));
`;

const ESM = NAMES.map(([names, path]) => `import ${names} from '${path}';`).join('\n') + PROGRAM;
const CJS =
  NAMES.map(([names, path]) => `const ${names} = require('${path}');`).join('\n') + PROGRAM;

const TYPED_PROGRAM = `
  import { make, Resize } from '@rl-tools/env';
  import type { Env, Info } from '@rl-tools/env';
  import { CartPole } from '@rl-tools/env/classic';
  import { Renderer } from '@rl-tools/env/engine';
  import { LEVELS } from '@rl-tools/env/levels';
  import { Random } from '@rl-tools/env/random';

  const pole: Env<Float32Array, number> = new CartPole();
  const [observation]: [Float32Array, Info] = pole.reset({ seed: 1 });
  const level = new Resize(make<Uint8Array, number>(LEVELS[0]!.id), { height: 8, width: 8 });
  export const [picture]: [Uint8Array, Info] = level.reset();
  export const size: number = observation.length + LEVELS.length + new Random(1).integer(3);
  export const renderer: typeof Renderer = Renderer;
  // @ts-expect-error an action is a number
  pole.step('left');
`;

const EXPECTED = {
  length: 8 * 8 * 3,
  oneBox: true, // the entries share their chunks: there is one class Box
  stateful: true,
  skipped: [],
  classes: ['function', 'function', 'function', 'function'],
  files: [['rl-video-episode-0.gif', 'GIF89a']],
};

const ENTRIES = ['classic', 'engine', 'index', 'levels', 'random'];

/** The environments' package, alone in a project. */
export function describeEnvironments(place: () => Place): void {
  describe('the packed environments, alone in an empty project', () => {
    const folder = (): string => join(place().env, 'node_modules/@rl-tools/env');

    test('hold the build, its types and the licence, and no sources', () => {
      expect(readdirSync(folder()).sort()).toEqual([
        'LICENSE',
        'README.md',
        'dist',
        'package.json',
      ]);
      const built = readdirSync(join(folder(), 'dist'));
      const kinds = ['.js', '.cjs', '.d.ts', '.d.cts'];
      const expected = ENTRIES.flatMap((name) => kinds.map((kind) => name + kind));
      expect(built).toEqual(expect.arrayContaining(expected));
      expect(built.filter((name) => /(?<!\.d)\.[cm]?ts$/.test(name))).toEqual([]);
    });

    test('bring no TensorFlow: only two small dependencies', () => {
      const installed = readdirSync(join(place().env, 'node_modules'));
      const packages = installed.filter((name) => !name.startsWith('.')).sort();
      expect(packages).toEqual(['@rl-tools', 'gifenc', 'pure-rand']);
    });

    test.each(['.js', '.cjs'])('load only these two, the generator one: %s', (extension) => {
      const loaded = (name: string) => packagesBehind(join(folder(), 'dist', name + extension));
      expect(loaded('random')).toEqual(['pure-rand']);
      for (const name of ENTRIES) {
        for (const other of loaded(name)) expect(['gifenc', 'node', 'pure-rand']).toContain(other);
      }
    });

    test.each([
      ['program.mjs', ESM],
      ['program.cjs', CJS],
    ])('run: %s', async (file, text) => {
      expect(await runProgram(place().env, { file, text })).toEqual(EXPECTED);
    });

    test('have types for every entry, without those of Node', async () => {
      const files = ['typed.mts', 'typed.cts'];
      for (const file of files) writeFileSync(join(place().env, file), TYPED_PROGRAM);
      const lib = ['es2022', 'dom'];
      const options = { noEmit: true, strict: true, target: 'es2022', lib, types: [] };
      const settings = { compilerOptions: { ...options, module: 'node16' }, files };
      writeFileSync(join(place().env, 'tsconfig.json'), JSON.stringify(settings));
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      expect(await runIn(place().env, [process.execPath, compiler, '--pretty', 'false'])).toBe('');
    });

    test('run in a browser bundle: with no module, process or file system of Node', async () => {
      const { outputFiles } = await build({
        stdin: { contents: ESM, resolveDir: place().env },
        bundle: true,
        write: false,
        platform: 'browser',
        format: 'iife',
        logLevel: 'silent',
      });
      const lines: string[] = [];
      // What these programs use of what every browser has.
      const browser = {
        console: { log: (line: string) => lines.push(line) },
        performance,
        structuredClone,
        TextDecoder,
        TextEncoder,
        atob,
        btoa,
      };
      runInNewContext(outputFiles[0]!.text, browser);
      expect(JSON.parse(lines[0]!)).toEqual(EXPECTED);
    });

    test('packing leaves the manifest as it was', () => {
      const manifest = (of: string): string => readFileSync(join(of, 'package.json'), 'utf8');
      expect(manifest(place().tarballs.envSources)).toBe(manifest(join(root, 'envs')));
    });
  });
}
