import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { syncTree, writeRecord } from './durableTree.js';
import { EngineSetupError } from './errors.js';
import { readInstalledEngine, type EngineRecord, type InstalledEngine } from './engineRecord.js';

/** What a builder leaves in the folder it was given; `files` lists all that has to stay. */
export type BuiltEngine = Omit<EngineRecord, 'tensorflow' | 'files'> & {
  readonly files: readonly string[];
};

/** How one engine is made and where it goes. */
export interface InstallRequest {
  /** Folder that holds all engines; created where missing. */
  readonly enginesFolder: string;
  /** Name of this engine's folder in it. */
  readonly key: string;
  /** Puts the engine's files into an empty folder. */
  readonly build: (folder: string) => Promise<BuiltEngine>;
  /** Loads the built engine, computes something with it, and answers libtensorflow's version. */
  readonly verify: (addon: string) => Promise<string>;
}

const BUILDING = '.building-';
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Builds an engine so that it appears whole or not at all: it is built and verified in a folder of its
 * own beside the final place, forced to disk, and then renamed. If another process was quicker, its
 * engine is used and this one's is thrown away.
 *
 * @throws whatever `build` or `verify` throws; nothing is left behind then.
 */
export async function installEngine(request: InstallRequest): Promise<InstalledEngine> {
  const { enginesFolder, key } = request;
  mkdirSync(enginesFolder, { recursive: true });
  removeLeftovers(enginesFolder);
  const building = mkdtempSync(join(enginesFolder, buildingPrefix()));
  try {
    await buildAndVerify(building, request);
    return moveIntoPlace(building, join(enginesFolder, key));
  } finally {
    rmSync(building, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function buildAndVerify(building: string, request: InstallRequest): Promise<void> {
  const { files, ...built } = await request.build(building);
  const tensorflow = await request.verify(join(building, built.addon));
  const sizes = Object.fromEntries(
    files.map((path) => [path, statSync(join(building, path)).size] as const),
  );
  // Data first, record last: a record on disk vouches for everything it names.
  syncTree(building);
  writeRecord(building, { ...built, tensorflow, files: sizes });
}

function moveIntoPlace(building: string, place: string): InstalledEngine {
  for (let attempt = 1; ; attempt++) {
    try {
      renameSync(building, place); // fails where there is something already, never replaces it
      return expectInstalled(place);
    } catch (error) {
      const existing = readInstalledEngine(place);
      if (existing !== null) return existing;
      if (attempt === 3) throw error;
    }
    discardDamaged(place);
  }
}

/** Moves a damaged engine aside before it is deleted, so that nobody sees it half deleted. */
function discardDamaged(place: string): void {
  const aside = mkdtempSync(join(dirname(place), buildingPrefix()));
  const discarded = join(aside, 'damaged');
  try {
    renameSync(place, discarded);
    // Another set-up may have replaced the damaged engine a moment ago: then its own goes back.
    if (readInstalledEngine(discarded) !== null) renameSync(discarded, place);
  } catch {
    // Gone already, or replaced once more: the next attempt finds what is there now.
  } finally {
    rmSync(aside, { recursive: true, force: true, maxRetries: 3 });
  }
}

function expectInstalled(place: string): InstalledEngine {
  const installed = readInstalledEngine(place);
  if (installed === null) {
    throw new EngineSetupError(
      `${place}: the engine was built but cannot be read back; is the disk full or failing?`,
    );
  }
  return installed;
}

function buildingPrefix(): string {
  return `${BUILDING}${hostname()}-${process.pid}-`;
}

/** Deletes what interrupted set-ups left: builds whose process is gone, and any older than a day. */
function removeLeftovers(enginesFolder: string): void {
  for (const name of readdirSync(enginesFolder)) {
    if (!name.startsWith(BUILDING)) continue;
    const path = join(enginesFolder, name);
    if (isLeftover(path, name)) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isLeftover(path: string, name: string): boolean {
  const [, host, pid] = /^\.building-(.*)-(\d+)-[^-]*$/.exec(name) ?? [];
  // A home folder may be shared between machines: only this machine's process ids mean anything here.
  if (host === hostname() && pid !== undefined) {
    return Number(pid) !== process.pid && !isRunning(Number(pid));
  }
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > STALE_AFTER_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs, under another user
  }
}
