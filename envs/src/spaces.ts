/** A set of values an observation or action may take, after Gymnasium's `Space`. */
export interface Space<Value> {
  /** Seeds this space's own generator. */
  seed(seed: number): void;
  /** A value drawn uniformly (exponentially or normally where a bound is infinite). */
  sample(): Value;
  contains(value: unknown): value is Value;
  toString(): string;
}
