/** Adds up where time goes, by activity. Only measures: nothing depends on it. */
export class Stopwatch<Activity extends string> {
  readonly #seconds = new Map<Activity, number>();

  constructor(activities: readonly Activity[]) {
    for (const activity of activities) this.#seconds.set(activity, 0);
  }

  /** Runs `work` and adds the time it took, waiting included. */
  async time<T>(activity: Activity, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.add(activity, (performance.now() - start) / 1000);
    }
  }

  /** Adds seconds that were measured elsewhere. */
  add(activity: Activity, seconds: number): void {
    this.#seconds.set(activity, (this.#seconds.get(activity) ?? 0) + seconds);
  }

  /** Seconds by activity since the last call, and starts anew. */
  takeSeconds(): Record<Activity, number> {
    const taken = Object.fromEntries(this.#seconds) as Record<Activity, number>;
    for (const activity of this.#seconds.keys()) this.#seconds.set(activity, 0);
    return taken;
  }
}
