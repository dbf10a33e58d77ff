/** How the elements of one axis follow from those of a longer or shorter one. */
export interface AxisWeights {
  /** Number of elements before. */
  readonly from: number;
  /** For each element afterwards the first one before that it is made of, and the weights from there on. */
  readonly sources: readonly { readonly first: number; readonly weights: Float64Array }[];
}

/** Each new element is the mean of what it covers: weights are covered parts of old elements; sum 1. */
export function areaWeights(from: number, to: number): AxisWeights {
  const scale = from / to;
  const sources = Array.from({ length: to }, (_, i) => {
    const [start, end] = [(i * from) / to, ((i + 1) * from) / to]; // exact where the result is whole
    const first = Math.floor(start);
    const weights = Float64Array.from({ length: Math.ceil(end) - first }, (_, j) => {
      const covered = Math.min(end, first + j + 1) - Math.max(start, first + j);
      return covered / scale;
    });
    return { first, weights };
  });
  return { from, sources };
}

/** Each new element is the old one under its middle. */
export function nearestWeights(from: number, to: number): AxisWeights {
  const sources = Array.from({ length: to }, (_, i) => {
    return { first: Math.floor(((2 * i + 1) * from) / (2 * to)), weights: Float64Array.of(1) };
  });
  return { from, sources };
}

/** An array of `[outer, from, inner]` and where its resized form `[outer, to, inner]` goes. */
interface Resizing {
  readonly source: Uint8Array | Float64Array;
  readonly target: Float64Array;
  /** Product of the extents before the axis. */
  readonly outer: number;
  /** Product of the extents behind the axis. */
  readonly inner: number;
}

/** Resizes the middle axis. */
export function resizeAxis(
  { source, target, outer, inner }: Resizing,
  { from, sources }: AxisWeights,
): void {
  target.fill(0);
  for (let o = 0, to = 0; o < outer; o++) {
    for (const { first, weights } of sources) {
      const start = (o * from + first) * inner;
      for (let k = 0; k < weights.length; k++) {
        const weight = weights[k]!;
        for (let i = 0; i < inner; i++) target[to + i]! += weight * source[start + k * inner + i]!;
      }
      to += inner;
    }
  }
}
