import type { CurveMessage, DetailMessage, RunRow, StateMessage } from '../messages.js';

/** All that the page shows, put together from the server's answers and what the reader chose. */
export class PageState {
  runs: readonly RunRow[] = [];
  waitingFor: readonly string[] = [];
  detail: DetailMessage | null = null;
  server = '';
  version = -1;
  /** Whether lines are told apart by run or by arm; `null`: the reader has not said. */
  coloring: 'run' | 'arm' | null = null;
  readonly #curves = new Map<string, CurveMessage>();
  readonly #hidden = new Set<string>();
  #chosen = '';

  /** The run whose details are shown: the one that was clicked, else the first. */
  get chosen(): RunRow | undefined {
    return this.runs.find(({ id }) => id === this.#chosen) ?? this.runs[0];
  }

  choose(id: string): void {
    this.#chosen = id;
  }

  take(message: StateMessage): void {
    if (message.server !== this.server) this.#curves.clear();
    this.server = message.server;
    this.version = message.version;
    this.runs = message.runs;
    this.waitingFor = message.waitingFor;
    for (const curve of message.curves) this.#curves.set(curve.id, curve);
    if (message.detail) this.detail = message.detail;
  }

  curve(id: string): CurveMessage | undefined {
    return this.#curves.get(id);
  }

  isShown(id: string): boolean {
    return !this.#hidden.has(id);
  }

  show(id: string, isShown: boolean): void {
    if (isShown) this.#hidden.delete(id);
    else this.#hidden.add(id);
  }

  /** Many runs of few arms are told apart by arm. */
  get coloredBy(): 'run' | 'arm' {
    if (this.coloring) return this.coloring;
    return this.runs.length > MANY_RUNS && this.arms.length > 1 ? 'arm' : 'run';
  }

  get arms(): readonly string[] {
    return [...new Set(this.runs.map(({ arm }) => arm))].sort();
  }

  /** Place of a run's look among all: its own or its arm's. */
  lookIndex(run: RunRow): number {
    return this.coloredBy === 'arm' ? this.arms.indexOf(run.arm) : this.runs.indexOf(run);
  }
}

const MANY_RUNS = 6;
