/** A set of values an observation or action may take, after Gymnasium's `Space`. */
export interface Space<Value> {
  /**
   * Seeds this space's own generator; before that it stands as if seeded with 0.
   *
   * @throws {@link EnvError} if `seed` is not a whole number from 0 to 2⁵³ − 1.
   */
  seed(seed: number): void;
  /** A value drawn uniformly (exponentially or normally where a bound is infinite). */
  sample(): Value;
  contains(value: unknown): value is Value;
  /** Whether both hold the same values in the same layout; generators may differ. */
  equals(other: unknown): boolean;
  /** As Gymnasium writes it, e.g. `Box(0, 255, (72, 96, 3), uint8)`. */
  toString(): string;
}
