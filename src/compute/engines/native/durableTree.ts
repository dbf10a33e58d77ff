import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { RECORD_FILE, type EngineRecord } from './engineRecord.js';

/** Forces every file below a folder, and the folders themselves, to disk. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path);
  }
  syncPath(folder);
}

/** Writes an engine's record, so that it is on disk whole or not there at all. */
export function writeRecord(folder: string, record: EngineRecord): void {
  const path = join(folder, RECORD_FILE);
  writeFileSync(`${path}.part`, `${JSON.stringify(record, null, 2)}\n`);
  syncPath(`${path}.part`);
  renameSync(`${path}.part`, path);
  syncPath(folder);
}

function syncPath(path: string): void {
  // Windows cannot open a folder; there the rename alone has to do.
  if (process.platform === 'win32' && statSync(path).isDirectory()) return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
