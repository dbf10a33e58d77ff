import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether `node_modules` holds what `package-lock.json` asks for. npm writes the list of what it
 * installed to `node_modules/.package-lock.json` as the last thing it does, so an interrupted
 * installation, an older one, and none at all are told apart without a mark of our own.
 *
 * @param {string} root - The checkout.
 */
export function dependenciesAreCurrent(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(([path, entry]) => isCurrent(path, entry, installed[path]));
}

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean,
 *   devOptional?: boolean }} LockEntry
 */

/** @param {string} path @param {LockEntry} wanted @param {LockEntry | undefined} installed */
function isCurrent(path, wanted, installed) {
  if (!path.startsWith('node_modules/')) return true; // the checkout's own packages
  // npm leaves out optional packages that are made for other systems.
  if (installed === undefined) return wanted.optional === true || wanted.devOptional === true;
  return installed.version === wanted.version && installed.integrity === wanted.integrity;
}

/** @param {string} lockFile @returns {Record<string, LockEntry> | null} */
function readPackages(lockFile) {
  if (!existsSync(lockFile)) return null;
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? null;
  } catch {
    return null; // cut off while it was written: install again
  }
}

/**
 * Runs `npm ci`.
 *
 * @param {string} root - The checkout.
 * @throws {Error} if npm fails; npm's own output says why.
 */
export function installDependencies(root) {
  // Inside an npm script npm says which npm it is; it may not be the one on the search path.
  const npmProgram = process.env.npm_execpath;
  const [command, args] = npmProgram?.endsWith('.js')
    ? [process.execPath, [npmProgram, 'ci']]
    : ['npm', ['ci']];
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2], // standard output belongs to the program that is started afterwards
    shell: process.platform === 'win32' && command === 'npm', // npm is a batch file there
  });
  if (result.status !== 0) {
    throw new Error(
      `npm ci failed (${result.error?.message ?? `exit status ${result.status}`}); its messages above say why.`,
    );
  }
}
