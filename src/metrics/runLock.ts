import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { RunFolderError } from './errors.js';
import { isProcessAlive, processStart } from './processes.js';

/** The file in a run folder that says which learner writes there. */
export const LOCK_NAME = 'learner.lock';

const ownerSchema = z.strictObject({
  pid: z.int().min(1),
  /** When that process began, in the system's own words: tells it from a later one of equal id. */
  processStart: z.string().nullable(),
  host: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

/** The right to write to a run folder. */
export interface RunLock {
  /** Gives the folder free; calling it twice is harmless. */
  release(): void;
}

/**
 * Takes a run folder for this process, so that two learners never write to it at once. The lock
 * of a learner that has ended without giving it back is taken over.
 *
 * @param path - The run folder, which must exist.
 * @throws {@link RunFolderError} if another learner, or this one, holds it.
 */
export function lockRunFolder(path: string): RunLock {
  const lock = join(path, LOCK_NAME);
  const text = JSON.stringify(thisProcess());
  const seen = read(lock);
  if (seen !== undefined) removeStale(lock, seen);
  if (!createLock(lock, text)) throw heldError(lock, read(lock));
  return {
    release: () => {
      if (read(lock) === text) rmSync(lock);
    },
  };
}

/** Whether a learner writes to a run folder; one on another host is taken at its word. */
export function isRunLocked(path: string): boolean {
  const text = read(join(path, LOCK_NAME));
  return text !== undefined && !isStale(parseOwner(text));
}

/** Writes the lock where there is none; false where there is one. */
function createLock(lock: string, text: string): boolean {
  try {
    writeFileSync(lock, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false; // a system error
    throw error;
  }
}

/** Removes the lock that reads `seen` if its owner has ended; else throws. */
function removeStale(lock: string, seen: string): void {
  if (!isStale(parseOwner(seen))) throw heldError(lock, seen);
  const aside = join(dirname(lock), `.${LOCK_NAME}.partial-${process.pid}`);
  try {
    renameSync(lock, aside);
  } catch {
    return; // another learner has just removed it: createLock decides who gets the folder
  }
  const moved = read(aside) ?? '';
  // Between reading and renaming, another learner may have taken the folder: put its lock back.
  if (moved !== seen) createLock(lock, moved);
  rmSync(aside, { force: true });
}

function isStale(owner: Owner | undefined): boolean {
  if (owner === undefined) return false; // unreadable: a person must decide
  if (owner.host !== hostname()) return false; // its processes cannot be seen from here
  if (!isProcessAlive(owner.pid)) return true;
  const start = processStart(owner.pid);
  return start !== null && owner.processStart !== null && start !== owner.processStart;
}

function thisProcess(): Owner {
  return { pid: process.pid, processStart: processStart(process.pid), host: hostname() };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // a system error
    throw error;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function heldError(lock: string, text: string | undefined): RunFolderError {
  const owner = parseOwner(text ?? '');
  const holder = owner ? `process ${owner.pid} on ${owner.host}` : 'an unknown process';
  return new RunFolderError(
    `${lock}: expected a run folder that no learner writes to, got one held by ${holder}. ` +
      'Stop that learner or use another --out; if it is surely gone, delete this file.',
  );
}
