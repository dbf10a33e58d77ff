import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isPartialName, makeFolderDurably } from './durable.js';
import { RunFolderError } from './errors.js';
import { LOCK_NAME } from './runLock.js';

/** Where a run keeps what it writes; `docs/formats.md` describes each file. Absolute paths. */
export interface RunFolder {
  readonly path: string;
  /** The resolved configuration. */
  readonly config: string;
  readonly metrics: string;
  readonly episodes: string;
  readonly summary: string;
  /** Folder of event files for TensorBoard. */
  readonly tensorBoard: string;
  /** Folder of checkpoints, one folder each, named by frames. */
  readonly checkpoints: string;
}

/** A checkpoint on disk. */
export interface Checkpoint {
  /** Simulator ticks at which it was taken. */
  readonly frames: number;
  readonly path: string;
}

/** Where {@link createRunFolder} makes a folder. */
export interface NewRun {
  /** Name of the configuration, e.g. `quickstart`: the default folder is `<parent>/<name>-<n>`. */
  readonly configName: string;
  /** The folder itself, instead of a numbered one. */
  readonly out?: string | undefined;
  /** Folder of the numbered ones. */
  readonly parent?: string | undefined;
}

/**
 * Makes the folder of a new run: `out`, or the first free `<parent>/<configName>-<n>`, n from 1.
 *
 * Nothing that exists is touched; two runs that start at once get two folders.
 *
 * @throws {@link RunFolderError} if `out` exists and is not an empty folder.
 */
export function createRunFolder({ configName, out, parent = 'runs' }: NewRun): RunFolder {
  if (out !== undefined) return claimOut(resolve(out));
  makeFolderDurably(parent);
  for (let n = nextNumber(parent, configName); ; n++) {
    const path = resolve(parent, `${configName}-${n}`);
    if (makeFolderIfFree(path)) return runFolderAt(path);
  }
}

/**
 * Finds the folder of a run that exists, to resume or evaluate it.
 *
 * @throws {@link RunFolderError} if there is no run in `path`.
 */
export function openRunFolder(path: string): RunFolder {
  const run = runFolderAt(resolve(path));
  if (existsSync(run.config)) return run;
  const got = existsSync(run.path) ? 'a folder without config.yaml' : 'nothing there';
  throw new RunFolderError(
    `${run.path}: expected the folder of a run, got ${got}. ` +
      'Give the path that the training printed when it began, e.g. runs/quickstart-1.',
  );
}

/** Path of the checkpoint taken at `frames` simulator ticks, whether it exists or not. */
export function checkpointPath(run: RunFolder, frames: number): string {
  return join(run.checkpoints, String(frames));
}

/** The whole checkpoints of a run, oldest first. */
export function listCheckpoints(run: RunFolder): Checkpoint[] {
  if (!existsSync(run.checkpoints)) return [];
  return readdirSync(run.checkpoints)
    .filter((name) => /^(0|[1-9]\d*)$/.test(name))
    .map((name) => ({ frames: Number(name), path: join(run.checkpoints, name) }))
    .sort((a, b) => a.frames - b.frames);
}

/** The checkpoint with the most frames, or `null` before the first. */
export function latestCheckpoint(run: RunFolder): Checkpoint | null {
  return listCheckpoints(run).at(-1) ?? null;
}

function runFolderAt(path: string): RunFolder {
  return {
    path,
    config: join(path, 'config.yaml'),
    metrics: join(path, 'metrics.jsonl'),
    episodes: join(path, 'episodes.csv'),
    summary: join(path, 'summary.json'),
    tensorBoard: join(path, 'tensorboard'),
    checkpoints: join(path, 'checkpoints'),
  };
}

function claimOut(path: string): RunFolder {
  const run = runFolderAt(path);
  if (!existsSync(path) || isEmptyFolder(path)) {
    makeFolderDurably(path);
    return run;
  }
  const mend = existsSync(run.config)
    ? 'It holds a run: continue that with --resume, or give another --out.'
    : 'Give another --out.';
  throw new RunFolderError(`${path}: expected a new or empty folder for the run. ${mend}`);
}

/** True for a folder with nothing in it but what a crash before the run's start may have left. */
function isEmptyFolder(path: string): boolean {
  if (!statSync(path).isDirectory()) return false;
  return readdirSync(path).every((name) => name === LOCK_NAME || isPartialName(name));
}

function nextNumber(parent: string, configName: string): number {
  const numbers = readdirSync(parent)
    .filter((name) => name.startsWith(`${configName}-`))
    .map((name) => name.slice(configName.length + 1))
    .filter((rest) => /^[1-9]\d*$/.test(rest))
    .map(Number);
  return Math.max(0, ...numbers) + 1;
}

function makeFolderIfFree(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false; // a system error
    throw error;
  }
}
