import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runIn } from './run.js';

/** What goes into the builds, so that they can be made outside the checkout. */
const BUILT_FROM = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'agents',
  'bin',
  'configs',
  'docs',
  'envs',
  'package.json',
  'scripts',
  'src',
  'tsconfig.json',
  'tsup.config.ts',
];

/** Paths of the packed packages. */
export interface Tarballs {
  /** `@rl-tools/cpc` */
  readonly cpc: string;
  /** `@rl-tools/env` */
  readonly env: string;
  /** Folder of the workspace that the second was packed from. */
  readonly envSources: string;
}

/** Builds and packs a copy of the checkout, both packages. */
export async function packBoth(workplace: string): Promise<Tarballs> {
  const copy = join(workplace, 'copy');
  mkdirSync(copy);
  for (const name of BUILT_FROM) cpSync(join(root, name), join(copy, name), { recursive: true });
  for (const folder of [copy, join(copy, 'envs')]) {
    rmSync(join(folder, 'dist'), { recursive: true, force: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const envSources = join(copy, 'envs');
  const [cpc, env] = await Promise.all([pack(copy, workplace), pack(envSources, workplace)]);
  return { cpc, env, envSources };
}

/** Packs as a release would, builds included. */
async function pack(folder: string, workplace: string): Promise<string> {
  const destination = join(workplace, `packed-${String(readdirSync(workplace).length)}`);
  mkdirSync(destination);
  const withScripts = '--ignore-scripts=false'; // which the checkout's settings have switched off
  await runIn(folder, ['npm', 'pack', withScripts, '--pack-destination', destination]);
  return join(destination, readdirSync(destination)[0]!);
}

/** Makes an empty project with these packages in it. */
export async function makeProject(folder: string, packages: readonly string[]): Promise<string> {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"name":"project","private":true}');
  const quickly = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await runIn(folder, ['npm', 'install', ...quickly, ...packages]);
  return folder;
}
