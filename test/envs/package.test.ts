import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workplace = mkdtempSync(join(tmpdir(), 'rl-tools-env-package-'));
const project = join(workplace, 'project');
const copy = join(workplace, 'copy');
const manifest = join(copy, 'envs', 'package.json');

function runIn(folder: string, [command, ...args]: readonly [string, ...string[]]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** Packs a copy of the workspace, builds included; answers the tarball's path. */
function pack(): string {
  mkdirSync(copy);
  for (const name of ['envs', 'tsconfig.json', 'LICENSE']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  rmSync(join(copy, 'envs', 'dist'), { recursive: true, force: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const withScripts = '--ignore-scripts=false'; // which a user's settings may have switched off
  const into = ['--pack-destination', workplace];
  const packed = runIn(join(copy, 'envs'), ['npm', 'pack', withScripts, ...into]);
  return join(workplace, packed.trim().split('\n').at(-1)!);
}

let before = '';

beforeAll(() => {
  before = readFileSync(join(root, 'envs', 'package.json'), 'utf8');
  const tarball = pack();
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"project","private":true,"type":"module"}');
  runIn(project, ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball]);
}, 600_000);

afterAll(() => {
  rmSync(workplace, { recursive: true, force: true });
});

/** Plays a level, records a task through wrappers; prints what it saw. */
const PROGRAM = `
  import { Box, checkEnv, isStateful, make, RecordVideo, Resize } from '@rl-tools/env';
  import { CartPole, registerClassic } from '@rl-tools/env/classic';
  import { Renderer } from '@rl-tools/env/engine';
  import { LEVELS, registerLevels } from '@rl-tools/env/levels';

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
    classes: [typeof CartPole, typeof Renderer],
    files,
  }));
`;

const TYPED_PROGRAM = `
  import { make, Resize } from '@rl-tools/env';
  import type { Env, Info } from '@rl-tools/env';
  import { CartPole } from '@rl-tools/env/classic';
  import { Renderer } from '@rl-tools/env/engine';
  import { LEVELS } from '@rl-tools/env/levels';

  const pole: Env<Float32Array, number> = new CartPole();
  const [observation]: [Float32Array, Info] = pole.reset({ seed: 1 });
  const level = new Resize(make<Uint8Array, number>(LEVELS[0]!.id), { height: 8, width: 8 });
  export const [picture]: [Uint8Array, Info] = level.reset();
  export const size: number = observation.length + LEVELS.length;
  export const renderer: typeof Renderer = Renderer;
  // @ts-expect-error an action is a number
  pole.step('left');
`;

const EXPECTED = {
  length: 8 * 8 * 3,
  oneBox: true, // the entries share their chunks: there is one class Box
  stateful: true,
  skipped: [],
  classes: ['function', 'function'],
  files: [['rl-video-episode-0.gif', 'GIF89a']],
};

describe('the packed package, alone in an empty project', () => {
  test('holds the build, its types and the licence, and no sources', () => {
    const folder = join(project, 'node_modules', '@rl-tools', 'env');
    expect(readdirSync(folder).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
    const entries = ['index', 'engine', 'levels', 'classic'].flatMap((name) => [
      `${name}.js`,
      `${name}.d.ts`,
    ]);
    const built = readdirSync(join(folder, 'dist'));
    expect(built).toEqual(expect.arrayContaining(entries));
    expect(built.filter((name) => /(?<!\.d)\.ts$/.test(name))).toEqual([]);
  });

  test('brings no TensorFlow: only its two small dependencies', () => {
    const installed = readdirSync(join(project, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.')).sort()).toEqual([
      '@rl-tools',
      'gifenc',
      'pure-rand',
    ]);
  });

  test('imports as ES modules and runs', () => {
    writeFileSync(join(project, 'program.js'), PROGRAM);
    expect(JSON.parse(runIn(project, [process.execPath, 'program.js']))).toEqual(EXPECTED);
  });

  test('has types for every entry, without those of Node', () => {
    const compilerOptions = {
      noEmit: true,
      strict: true,
      target: 'es2022',
      lib: ['es2022', 'dom'],
      module: 'nodenext',
      types: [],
    };
    writeFileSync(join(project, 'program.ts'), TYPED_PROGRAM);
    const settings = { compilerOptions, files: ['program.ts'] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(settings));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    expect(runIn(project, [process.execPath, tsc, '--pretty', 'false'])).toBe('');
  });

  test('runs in a browser bundle: with no module, process or file system of Node', async () => {
    const { outputFiles } = await build({
      stdin: { contents: PROGRAM, resolveDir: project },
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
});

test('packing leaves the manifest as it was', () => {
  expect(readFileSync(manifest, 'utf8')).toBe(before);
});
