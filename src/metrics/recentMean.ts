/** How many episodes the mean return of a run is taken over, as is usual in the field. */
export const RETURN_WINDOW = 100;

/** The mean of the last values, e.g. of the returns of the last 100 episodes. */
export class RecentMean {
  readonly #values: number[] = [];

  /**
   * @param size - How many values it remembers, at least 1.
   * @param earlier - Values from before, e.g. read back from `episodes.csv` on resume.
   */
  constructor(
    readonly size: number = RETURN_WINDOW,
    earlier: readonly number[] = [],
  ) {
    this.#values.push(...earlier.slice(-size));
  }

  push(value: number): void {
    this.#values.push(value);
    if (this.#values.length > this.size) this.#values.shift();
  }

  /** Mean of the values remembered, `null` before the first. */
  get mean(): number | null {
    if (this.#values.length === 0) return null;
    // Summed anew each time: a running sum would gather rounding errors over a long run.
    return this.#values.reduce((sum, value) => sum + value, 0) / this.#values.length;
  }

  /** How many values are remembered now. */
  get count(): number {
    return this.#values.length;
  }
}
