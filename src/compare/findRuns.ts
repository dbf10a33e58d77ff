import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CompareError } from './errors.js';

/** What lies in some folders. */
export interface FoundRuns {
  /** Folders of runs, in the order of the paths and then of their names. */
  readonly runs: readonly string[];
  /** Folders of sweeps; their trials are among the runs. */
  readonly sweeps: readonly string[];
}

/** The file that makes a folder a run. */
const CONFIG_NAME = 'config.yaml';

/** The file that makes a folder a sweep. */
export const SWEEP_NAME = 'sweep.yaml';

/**
 * Finds runs: the folders given, or whatever runs lie below them. A folder that is reached twice
 * counts once.
 *
 * @param paths - Run folders, sweep folders, or folders that contain such folders.
 * @throws {@link CompareError} if a path is no folder or holds no run.
 */
export function findRuns(paths: readonly string[]): FoundRuns {
  const search: Search = { runs: [], sweeps: [], seen: new Set() };
  for (const path of paths) {
    const before = search.runs.length;
    const isNew = visit(requireFolder(path), search);
    if (!isNew || search.runs.length > before) continue;
    throw new CompareError(
      `${path}: expected a run, a sweep or a folder with such in it, got a folder in which no run ` +
        `has begun (no ${CONFIG_NAME}). Give the folder that the training or the sweep printed.`,
    );
  }
  return search;
}

interface Search {
  readonly runs: string[];
  readonly sweeps: string[];
  /** Real paths of the folders visited. */
  readonly seen: Set<string>;
}

/** @returns False if the folder has been visited before. */
function visit(folder: string, search: Search): boolean {
  const real = realpathSync(folder);
  if (search.seen.has(real)) return false;
  search.seen.add(real);
  if (existsSync(join(folder, CONFIG_NAME))) {
    search.runs.push(folder);
    return true; // what lies below are checkpoints
  }
  if (existsSync(join(folder, SWEEP_NAME))) search.sweeps.push(folder);
  for (const inner of subfolders(folder)) visit(inner, search);
  return true;
}

/** Folders in a folder by name; hidden ones hold unfinished writes and other programs' files. */
function subfolders(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory())
    .sort((a, b) => (a < b ? -1 : 1));
}

function requireFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const got = existsSync(path) ? 'a file' : 'nothing there';
  throw new CompareError(
    `${path}: expected the folder of a run or a sweep, got ${got}. Check the path.`,
  );
}
