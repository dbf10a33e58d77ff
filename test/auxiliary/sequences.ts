/** Numbers of one place (t, b) of a `[T, B, size]` list, row-major. */
export interface Place {
  readonly t: number;
  readonly b: number;
}

/** `values` with every number of some places replaced. */
export function withValueAt(
  values: readonly number[],
  { B, size, places, value }: { B: number; size: number; places: readonly Place[]; value: number },
): number[] {
  const changed = [...values];
  for (const { t, b } of places) changed.fill(value, (t * B + b) * size, (t * B + b + 1) * size);
  return changed;
}

/** Reorders the sequences of a `[T, B, size]` list: sequence b becomes the old `order[b]`. */
export function reordered(
  values: readonly number[],
  order: readonly number[],
  size: number,
): number[] {
  const B = order.length;
  return values.map((_, index) => {
    const [row, column] = [Math.floor(index / size), index % size];
    const [t, b] = [Math.floor(row / B), row % B];
    return values[(t * B + order[b]!) * size + column]!;
  });
}

/** Every place of one sequence. */
export function wholeSequence(T: number, b: number): Place[] {
  return Array.from({ length: T }, (_, t) => ({ t, b }));
}
