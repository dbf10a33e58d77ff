import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { latestCheckpoint, openRunFolder } from '../../metrics/index.js';
import { programPath } from '../paths.js';
import { UsageError } from '../usageError.js';
import type { PlayedMessage } from './messages.js';

/** An animation that was made. */
interface Film {
  readonly number: number;
  readonly checkpointFrames: number | null;
  readonly gif: Uint8Array;
}

/** What {@link EpisodePlayer} runs: `cpc-rl` unless a test has something quicker. */
export type WatchCommand = (
  run: string,
  options: { out: string; seed: number },
) => readonly string[];

const NONE: PlayedMessage = { state: 'none', number: 0, checkpointFrames: null, message: null };
/** Longest animation, agent steps: 20 s. */
const MOST_STEPS = 300;
const MESSAGE_LENGTH = 500;

/**
 * Has episodes played by a run's newest checkpoint, when somebody asks for one: by `cpc-rl watch` in a
 * process of its own with low priority, one at a time. Training is not touched and need not run.
 */
export class EpisodePlayer {
  readonly #command: WatchCommand;
  /** The newest animation of each run, by path. */
  readonly #films = new Map<string, Film>();
  readonly #failures = new Map<string, string>();
  #playing:
    { readonly run: string; readonly end: () => void; readonly done: Promise<void> } | undefined;
  /** Raised with every change. */
  #changes = 0;
  #seed = 0;

  constructor(command: WatchCommand = watchCommand) {
    this.#command = command;
  }

  get changes(): number {
    return this.#changes;
  }

  /** How far it is with a run's episode. */
  of(run: string): PlayedMessage {
    const film = this.#films.get(run);
    const known = film
      ? { ...NONE, number: film.number, checkpointFrames: film.checkpointFrames }
      : NONE;
    if (this.#playing?.run === run) return { ...known, state: 'playing' };
    const message = this.#failures.get(run);
    if (message !== undefined) return { ...known, state: 'failed', message };
    return { ...known, state: film ? 'ready' : 'none' };
  }

  /** The newest animation of a run. */
  film(run: string): Uint8Array | undefined {
    return this.#films.get(run)?.gif;
  }

  /** @throws {@link UsageError} while another episode is being played, or without a checkpoint. */
  play(run: string): void {
    if (this.#playing) throw new UsageError('another episode is being played: wait for its end');
    const checkpoint = latestCheckpoint(openRunFolder(run));
    if (!checkpoint) throw new UsageError('no checkpoint yet: wait for the first');
    this.#changes++;
    this.#failures.delete(run);
    const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-dashboard-'));
    const out = join(folder, 'episode.gif');
    const [program = '', ...args] = this.#command(run, { out, seed: ++this.#seed });
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    if (child.pid !== undefined) yieldProcessor(child.pid);
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-MESSAGE_LENGTH);
    });
    const done = new Promise<void>((resolve) => {
      child.once('error', (error) => (complaint = error.message));
      child.once('close', (code) => {
        if (code === 0) this.#keep(run, { gif: out, checkpointFrames: checkpoint.frames });
        else this.#failures.set(run, complaint.trim() || `it ended with ${code}`);
        rmSync(folder, { recursive: true, force: true });
        this.#playing = undefined;
        this.#changes++;
        resolve();
      });
    });
    this.#playing = { run, done, end: () => child.kill() };
  }

  /** Ends what is being played. */
  async close(): Promise<void> {
    this.#playing?.end();
    await this.#playing?.done;
  }

  #keep(run: string, { gif, checkpointFrames }: { gif: string; checkpointFrames: number }): void {
    const number = (this.#films.get(run)?.number ?? 0) + 1;
    this.#films.set(run, { number, checkpointFrames, gif: readFileSync(gif) });
  }
}

function watchCommand(run: string, { out, seed }: { out: string; seed: number }): string[] {
  const options = ['--out', out, '--seed', String(seed), '--steps', String(MOST_STEPS)];
  return [process.execPath, programPath, 'watch', run, ...options];
}

/** Training goes first. */
function yieldProcessor(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not allow it: it only competes then.
  }
}
