import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './run.js';
import { makeProject, packBoth } from './tarballs.js';
import type { Tarballs } from './tarballs.js';

/** Where the packed packages lie and where they are installed. */
export interface Place {
  readonly tarballs: Tarballs;
  /** An empty project with the plug-in, the core of TensorFlow.js and one backend. */
  readonly plugin: string;
  /** A project with both packages and all that the program needs, but for the native engine. */
  readonly everything: string;
  /** A project with the environments alone. */
  readonly env: string;
  remove(): void;
}

/** Too large to install for a test; the WebAssembly engine stands in for it. */
const NATIVE = ['@tensorflow/tfjs-node-gpu', 'node-api-headers'];

interface Manifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** Packs both packages once and installs them in three projects. */
export async function makePlace(): Promise<Place> {
  const workplace = mkdtempSync(join(tmpdir(), 'rl-tools-packages-'));
  const tarballs = await packBoth(workplace);
  const projects = await makeProjects(workplace, tarballs);
  const remove = (): void => {
    rmSync(workplace, { recursive: true, force: true });
  };
  return { tarballs, ...projects, remove };
}

/** Makes the projects of a {@link Place}. */
export async function makeProjects(
  workplace: string,
  { cpc, env }: Tarballs,
): Promise<Pick<Place, 'plugin' | 'everything' | 'env'>> {
  const at = (name: string): string => join(workplace, name);
  const [plugin, everything, alone] = await Promise.all([
    makeProject(at('plugin'), [cpc, ...asHere(['tfjs-core', 'tfjs-backend-cpu'].map(scoped))]),
    makeProject(at('everything'), [cpc, env, ...asHere(peersOfProgram())]),
    makeProject(at('env'), [env]),
  ]);
  return { plugin, everything, env: alone };
}

function scoped(name: string): string {
  return `@tensorflow/${name}`;
}

function peersOfProgram(): string[] {
  const peers = Object.keys(readManifest('.').peerDependencies);
  return peers.filter((name) => name !== '@rl-tools/env' && !NATIVE.includes(name));
}

/** The packages in the versions that the checkout is tested with. */
function asHere(names: readonly string[]): string[] {
  return names.map((name) => `${name}@${readManifest(join('node_modules', name)).version}`);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}
