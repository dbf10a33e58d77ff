import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
const OWNER_APPEARS_WITHIN_MS = 5_000;

/**
 * Runs `work` while holding a lock that other processes of this machine respect. A lock whose process
 * is gone is taken over.
 *
 * @template T
 * @param {string} path - File that stands for the lock; its folder is created where missing.
 * @param {{ onWait: () => void, work: () => Promise<T> }} action - `onWait` is called once if another
 *   process holds the lock.
 * @returns {Promise<T>}
 */
export async function withLock(path, { onWait, work }) {
  mkdirSync(dirname(path), { recursive: true });
  for (let waited = false; !acquire(path); waited = true) {
    if (!waited) onWait();
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function acquire(path) {
  if (isAbandoned(path)) rmSync(path, { force: true });
  try {
    writeFileSync(path, JSON.stringify({ host: hostname(), pid: process.pid }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} path */
function isAbandoned(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  try {
    const { host, pid } = JSON.parse(readFileSync(path, 'utf8'));
    return host === hostname() && !isRunning(pid);
  } catch {
    // Created but not yet written, or cut off by a full disk: its owner gets a moment to write its name.
    return Date.now() - stat.mtimeMs > OWNER_APPEARS_WITHIN_MS;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
