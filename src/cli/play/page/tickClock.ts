/** Ticks made up for at once: a slow machine plays slower instead of stalling. */
const MOST_TICKS = 6;

/** Tells how many ticks of a fixed length are due whenever a picture is about to be shown. */
export class TickClock {
  readonly #msPerTick: number;
  #lastMs: number | undefined;
  #owedMs = 0;

  constructor(ticksPerSecond: number) {
    this.#msPerTick = 1000 / ticksPerSecond;
  }

  /** Forgets the time until now: after a pause nothing is owed. */
  restart(): void {
    this.#lastMs = undefined;
    this.#owedMs = 0;
  }

  /** @param nowMs - Never less than at the call before. */
  ticksDue(nowMs: number): number {
    this.#owedMs += nowMs - (this.#lastMs ?? nowMs);
    this.#lastMs = nowMs;
    const due = Math.floor(this.#owedMs / this.#msPerTick);
    if (due > MOST_TICKS) {
      this.#owedMs = 0;
      return MOST_TICKS;
    }
    this.#owedMs -= due * this.#msPerTick;
    return due;
  }
}
