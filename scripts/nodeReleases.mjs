import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A Node of another major release, from npm: installed once per user into the cache, whole or not at all.
 *
 * @param {{ major: number, cache: string }} request - `cache` is the project's per-user folder.
 * @returns {string} Path of the `node` program.
 * @throws {Error} if npm cannot bring it.
 */
export function nodeOfRelease({ major, cache }) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const program = join(
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  const folder = join(cache, 'nodes');
  const place = join(folder, String(major));
  if (!existsSync(join(place, program))) install(`${name}@${major}`, { folder, place });
  return join(place, program);
}

/** @param {string} wanted @param {{ folder: string, place: string }} where */
function install(wanted, { folder, place }) {
  mkdirSync(folder, { recursive: true });
  const building = mkdtempSync(join(folder, '.installing-'));
  try {
    // The package `node` fetches this one in a script; asked for by name it needs none.
    const npm = spawnSync(
      'npm',
      ['install', '--ignore-scripts', '--no-save', '--prefix', building, wanted],
      { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' },
    );
    if (npm.status !== 0)
      throw new Error(`npm could not install ${wanted}; its messages above say why.`);
    rmSync(place, { recursive: true, force: true });
    renameSync(building, place);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}
