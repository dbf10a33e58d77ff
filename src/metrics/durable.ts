import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { FileWriteError } from './errors.js';
import { isProcessAlive } from './processes.js';

/** What an unfinished write is called beside its final name: `.<name>.partial-<process id>`. */
const PARTIAL = /^\..+\.partial-(\d+)$/;

/**
 * Writes a file that, after a crash or a power cut at any moment, holds either all of `data` or
 * what it held before: written aside, synced, renamed, and the folder synced.
 *
 * Missing parent folders are made. What an earlier, crashed write left in the folder is removed.
 *
 * @throws {@link FileWriteError} if the file cannot be written; then nothing has changed.
 */
export function writeFileDurably(path: string, data: Uint8Array | string): void {
  writeAside(path, (partial) => {
    writeSynced(partial, data);
  });
}

/**
 * Writes a folder of files that appears under its name whole or not at all: filled and synced
 * under another name beside it, then renamed once.
 *
 * Missing parent folders are made. What an earlier, crashed write left beside it is removed.
 *
 * @param path - Must not exist yet: a folder cannot be replaced in one step.
 * @param files - Plain file names (no folders) and their content.
 * @throws {@link FileWriteError} if `path` exists, a name is not plain, or the folder cannot be
 *   written; then nothing has changed.
 */
export function writeFolderDurably(
  path: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): void {
  checkFileNames(path, Object.keys(files));
  if (existsSync(path)) {
    throw new FileWriteError(
      `${path}: expected a name that is still free, but it exists. ` +
        'A folder is never replaced: remove the old one first or choose another name.',
    );
  }
  writeAside(path, (partial) => {
    mkdirSync(partial);
    for (const [name, data] of Object.entries(files)) writeSynced(join(partial, name), data);
    syncFolder(partial);
  });
}

/**
 * Makes a folder and its missing parents so that they survive a power cut.
 *
 * @throws {@link FileWriteError} if that is not possible, e.g. because a file stands in the way.
 */
export function makeFolderDurably(path: string): void {
  const folder = resolve(path);
  try {
    const topmost = mkdirSync(folder, { recursive: true });
    if (topmost === undefined) return;
    // A new folder's name is kept by its parent, so each parent of a new one is synced.
    for (let made = folder; made.length >= topmost.length; made = dirname(made)) {
      syncFolder(dirname(made));
    }
  } catch (cause) {
    throw writeError(path, cause);
  }
}

/** True for the names that unfinished writes have; whoever lists a folder skips them. */
export function isPartialName(name: string): boolean {
  return PARTIAL.test(name);
}

function writeAside(path: string, write: (partial: string) => void): void {
  const folder = dirname(resolve(path));
  const partial = join(folder, `.${basename(path)}.partial-${process.pid}`);
  makeFolderDurably(folder);
  try {
    removeLeftovers(folder);
    write(partial);
    renameSync(partial, path);
    syncFolder(folder);
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true });
    throw writeError(path, cause);
  }
}

function writeSynced(path: string, data: Uint8Array | string): void {
  const file = openSync(path, 'wx');
  try {
    writeFileSync(file, data);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes renames and new names within `folder` permanent. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // Windows opens no folders and needs no such sync.
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes what writes of ended processes, or failed ones of this process, left in `folder`. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const writer = PARTIAL.exec(name)?.[1];
    if (writer === undefined) continue;
    // This process writes one thing at a time, so a partial with its id is not being written now.
    if (Number(writer) !== process.pid && isProcessAlive(Number(writer))) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function checkFileNames(folder: string, names: readonly string[]): void {
  const wrong = names.find((name) => name !== basename(name) || ['', '.', '..'].includes(name));
  if (wrong === undefined) return;
  throw new FileWriteError(
    `${folder}: expected plain file names, got ${JSON.stringify(wrong)}. Leave folders out.`,
  );
}

function writeError(path: string, cause: unknown): FileWriteError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileWriteError(
    `${path}: could not be written (${reason}). Check free space and permissions of its folder.`,
    { cause },
  );
}
