import { HubError } from './errors.js';
import { LocalActor } from './localActor.js';
import type { ActorEnd } from './localActor.js';

/** Ends in a row, each soon after the start, after which there is no point in trying on. */
const MAX_QUICK_ENDS = 5;

/** An actor that lived longer than this had started properly. */
const QUICK_MS = 10_000;

/** First pause before a restart; doubled for every further quick end. */
const FIRST_PAUSE_MS = 50;

/** Settings of {@link spawnLocalActors}. */
export interface LocalActorsOptions {
  /** Program and arguments of one actor, the learner's address included. */
  readonly command: readonly string[];
  /** How many to run. */
  readonly processes: number;
  /** Called when an actor ended and is about to be started again. */
  readonly onRestart?: ((message: string) => void) | undefined;
  /** Called with each line an actor writes to its error output. */
  readonly onOutput?: ((actor: number, line: string) => void) | undefined;
  /** Called once, when an actor cannot be kept running; the run should end with this error. */
  readonly onGiveUp: (error: HubError) => void;
}

/** The actor processes that a learner runs on its own machine. */
export interface LocalActors {
  /** Process ids of the actors that run now. */
  readonly pids: readonly number[];
  /** Kills one that answers no more; it is restarted like one that died. */
  replace(pid: number): void;
  /** Ends all; the ones that do not end by themselves are killed. */
  close(): Promise<void>;
}

/**
 * Starts actor processes and keeps them running until closed.
 *
 * They die with this process, however it ends: each should end when its standard input closes.
 */
export function spawnLocalActors(options: LocalActorsOptions): LocalActors {
  const keepers = Array.from({ length: options.processes }, (_, i) => new ActorKeeper(i, options));
  return {
    get pids() {
      return keepers.flatMap((keeper) => keeper.pid ?? []);
    },
    replace: (pid) => {
      keepers.find((keeper) => keeper.pid === pid)?.kill();
    },
    close: async () => {
      await Promise.all(keepers.map((keeper) => keeper.close()));
    },
  };
}

/** Keeps one actor process running. */
class ActorKeeper {
  private actor: LocalActor | null = null;
  private pause: NodeJS.Timeout | null = null;
  private quickEnds = 0;
  private closed = false;

  constructor(
    private readonly index: number,
    private readonly options: LocalActorsOptions,
  ) {
    this.start();
  }

  get pid(): number | null {
    return this.actor?.pid ?? null;
  }

  kill(): void {
    this.actor?.kill();
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.pause) clearTimeout(this.pause);
    await this.actor?.stop();
  }

  private start(): void {
    const actor = new LocalActor(this.options.command, (line) => {
      this.options.onOutput?.(this.index, line);
    });
    this.actor = actor;
    void actor.ended.then((end) => {
      this.actor = null;
      if (!this.closed) this.restart(end);
    });
  }

  private restart(end: ActorEnd): void {
    this.quickEnds = end.livedMs < QUICK_MS ? this.quickEnds + 1 : 0;
    const what = `actor ${this.index} (pid ${end.pid}) ended by ${end.how}`;
    if (this.quickEnds >= MAX_QUICK_ENDS) {
      this.options.onGiveUp(new HubError(giveUpText(what, end)));
      return;
    }
    this.options.onRestart?.(`${what}; restarting`);
    this.pause = setTimeout(
      () => {
        this.start();
      },
      FIRST_PAUSE_MS * 2 ** this.quickEnds,
    );
  }
}

function giveUpText(what: string, end: ActorEnd): string {
  const stderr = end.stderr === '' ? 'It wrote nothing.' : `Its last words:\n${end.stderr}`;
  return `${what}, ${MAX_QUICK_ENDS} times in a row within ${QUICK_MS / 1000} s. ${stderr}`;
}
