import { createLogUpdate } from 'log-update';
import { formatProgress, type Progress } from './formatProgress.js';

/** A stream that may be a terminal: `process.stderr`, or a test's. */
export type ProgressStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** Settings of {@link ProgressLine}. */
export interface ProgressOptions {
  readonly stream: ProgressStream;
  /** Least time between plain lines where there is no terminal, ms. */
  readonly plainIntervalMs?: number;
  /** Monotonic clock, ms. */
  readonly now?: () => number;
}

const REDRAW_INTERVAL_MS = 100;

/** Shows how far training is: one line redrawn in place, or plain lines where there is no terminal. */
export class ProgressLine {
  readonly #stream: ProgressStream;
  readonly #redraw: ReturnType<typeof createLogUpdate> | undefined;
  readonly #intervalMs: number;
  readonly #now: () => number;
  #shownAtMs = -Infinity;
  #latest: Progress | undefined;
  #isShown = true;

  constructor({
    stream,
    plainIntervalMs = 10_000,
    now = () => performance.now(),
  }: ProgressOptions) {
    this.#stream = stream;
    // Hiding the cursor would need exit handlers beside the learner's own; the line does without.
    if (stream.isTTY) this.#redraw = createLogUpdate(stream, { showCursor: true });
    this.#intervalMs = stream.isTTY ? REDRAW_INTERVAL_MS : plainIntervalMs;
    this.#now = now;
  }

  /** Shows `progress` if the last was shown long enough ago; call it as often as is handy. */
  update(progress: Progress): void {
    this.#latest = progress;
    this.#isShown = false;
    if (this.#now() - this.#shownAtMs >= this.#intervalMs) this.#show();
  }

  /** Prints a lasting line, e.g. a warning, above the progress line. */
  note(text: string): void {
    this.#redraw?.clear();
    this.#stream.write(`${text}\n`);
    if (this.#redraw) this.#show();
  }

  /** Shows the last state if that has not been shown, and leaves it standing. */
  done(): void {
    if (!this.#isShown) this.#show();
    this.#redraw?.done();
  }

  #show(): void {
    if (!this.#latest) return;
    if (this.#redraw) {
      this.#redraw(formatProgress(this.#latest, (this.#stream.columns ?? 80) - 1));
    } else {
      this.#stream.write(`${formatProgress(this.#latest)}\n`);
    }
    this.#shownAtMs = this.#now();
    this.#isShown = true;
  }
}
