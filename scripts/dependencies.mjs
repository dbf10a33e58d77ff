import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Hash of the lock file that `node_modules` was installed from; `npm ci` deletes it with the rest. */
const STAMP = 'node_modules/.cpc-rl-installed';

/**
 * Whether `node_modules` holds what `package-lock.json` asks for: because it was installed from this very
 * file, or because npm's own record of what it installed agrees with it (someone ran `npm ci` by hand).
 * npm writes its record last, so an interrupted installation has none.
 *
 * @param {string} root - The checkout.
 */
export function dependenciesAreCurrent(root) {
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (installed === null) return false;
  if (readStamp(root) === lockHash(root)) return true;
  const wanted = readPackages(join(root, 'package-lock.json')) ?? {};
  return Object.entries(wanted).every(([path, entry]) => isCurrent(path, entry, installed[path]));
}

/** @param {string} root */
function readStamp(root) {
  const stamp = join(root, STAMP);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : null;
}

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean,
 *   extraneous?: boolean }} LockEntry
 */

/** @param {string} path @param {LockEntry} wanted @param {LockEntry | undefined} installed */
function isCurrent(path, wanted, installed) {
  if (!path.startsWith('node_modules/')) return true; // the checkout's own packages
  // npm leaves out optional packages that are made for other systems, and those that nothing needs.
  if (installed === undefined)
    return Boolean(wanted.optional || wanted.devOptional || wanted.extraneous);
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
 * Runs `npm ci` and notes which lock file it installed.
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
  writeFileSync(join(root, STAMP), lockHash(root));
}
