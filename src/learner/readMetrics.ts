import type { tf } from '../compute/index.js';

/** Metrics in host memory: a number, or one per prediction step; null where there is none. */
export type ReadMetrics = Readonly<Record<string, number | null | (number | null)[]>>;

/** Reads metrics back: scalars as numbers, vectors as lists, NaN as null. Disposes nothing. */
export async function readMetrics(
  metrics: Readonly<Record<string, tf.Tensor>>,
): Promise<ReadMetrics> {
  const entries = Object.entries(metrics).map(async ([name, tensor]) => {
    const values = Array.from(await tensor.data<'float32'>(), orNull);
    return [name, tensor.rank === 0 ? values[0]! : values] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
