import { Box, MultiDiscrete } from '../spaces/index.js';
import type { Bound, Discrete, Dtype } from '../spaces/index.js';

/** The space of `count` values of a box one after another: `[count, ...shape]`. */
export function batchedBox<D extends Dtype>(box: Box<D>, count: number): Box<D> {
  return new Box({
    low: repeated(box.low, count),
    high: repeated(box.high, count),
    shape: [count, ...box.shape],
    dtype: box.dtype,
  });
}

/** The space of `count` choices one after another. */
export function batchedDiscrete({ n, start }: Discrete, count: number): MultiDiscrete {
  return new MultiDiscrete(Array<number>(count).fill(n), {
    start: Array<number>(count).fill(start),
  });
}

function repeated(bound: Bound, count: number): Bound {
  if (typeof bound === 'number') return bound;
  const all = new Float64Array(bound.length * count);
  for (let i = 0; i < count; i++) all.set(bound, i * bound.length);
  return all;
}
