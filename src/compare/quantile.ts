/**
 * Quantile with linear interpolation between order statistics:
 * x₍ₖ₎ + (h − k)(x₍ₖ₊₁₎ − x₍ₖ₎) with h = q(n − 1), k = ⌊h⌋, counted from 0.
 *
 * Source: Hyndman and Fan 1996, "Sample Quantiles in Statistical Packages", definition 7; what NumPy's
 * `percentile`, and so rliable, does.
 *
 * @param sorted - Ascending, at least one value.
 * @param q - 0 to 1.
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const h = q * (sorted.length - 1);
  const below = Math.floor(h);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  // The upper neighbour may be infinite (frames to a score that was never reached): no 0 · ∞, no ∞ − ∞.
  return h === below || low === high ? low : low + (h - below) * (high - low);
}
