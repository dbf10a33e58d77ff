import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { findRunsIn, type FoundRun } from './findRuns.js';
import { WatchedRun } from './watchedRun.js';

/** How often logs are looked at. */
const LOOK_INTERVAL_MS = 1000;
/** How often new runs are looked for. */
const FIND_INTERVAL_MS = 5000;
/** More would be a wrong folder rather than a sweep. */
const MOST_RUNS = 1000;

/** Follows the runs in some places while they are written, and new ones that appear there. */
export class RunWatch {
  readonly #places: readonly string[];
  readonly #now: () => number;
  readonly #stop = new AbortController();
  /** By path, in the order of the list. */
  #runs = new Map<string, WatchedRun>();
  #waitingFor: readonly string[] = [];
  #foundMs = -Infinity;
  #version = 0;
  #catchingUp = true;
  #done: Promise<void> | undefined;

  /**
   * @param places - Runs, sweeps, or folders of such; they need not exist yet.
   * @param now - The clock, ms since 1970.
   */
  constructor(places: readonly string[], now: () => number) {
    this.#places = places;
    this.#now = now;
  }

  /** In the order of the places, then by name. */
  get runs(): readonly WatchedRun[] {
    return [...this.#runs.values()];
  }

  /** Places where no run is yet. */
  get waitingFor(): readonly string[] {
    return this.#waitingFor;
  }

  /** Rises with every look. */
  get version(): number {
    return this.#version;
  }

  /** Whether logs are still being read for the first time. */
  get catchingUp(): boolean {
    return this.#catchingUp;
  }

  /** Starts to look, until {@link close}. */
  start(): void {
    this.#done = this.#keepLooking();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  /** Looks once at everything. */
  async look(): Promise<void> {
    if (this.#now() - this.#foundMs >= FIND_INTERVAL_MS) this.#find();
    // A part of each in turn: small runs do not wait for large ones.
    let unread = this.runs;
    while (unread.length > 0) {
      const further: WatchedRun[] = [];
      this.#version++;
      for (const run of unread) {
        if (await lookAt(run, this.#version, this.#now())) further.push(run);
        await setImmediate(); // the page gets its turn
        if (this.#isStopped) return;
      }
      unread = further;
    }
    this.#catchingUp = false;
  }

  get #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #keepLooking(): Promise<void> {
    const { signal } = this.#stop;
    while (!this.#isStopped) {
      await this.look();
      await sleep(LOOK_INTERVAL_MS, undefined, { signal }).catch(() => undefined); // stopped
    }
  }

  #find(): void {
    const found = this.#places.map(findRunsIn);
    const runs = new Map<string, WatchedRun>();
    for (const run of found.flat().slice(0, MOST_RUNS)) {
      const watched = this.#runs.get(run.path) ?? watchRun(run);
      if (watched) runs.set(run.path, watched);
    }
    this.#runs = runs;
    this.#waitingFor = this.#places.filter((_, i) => found[i]!.length === 0);
    this.#foundMs = this.#now();
  }
}

/** A disk that cannot be read just now is not the end of watching. */
async function lookAt(run: WatchedRun, version: number, nowMs: number): Promise<boolean> {
  try {
    return await run.look(version, nowMs);
  } catch {
    return false;
  }
}

function watchRun(found: FoundRun): WatchedRun | undefined {
  try {
    return new WatchedRun(found);
  } catch {
    return undefined; // removed since it was found
  }
}
