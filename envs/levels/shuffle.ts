import type { Random } from '../src/index.js';

/** A new list of the same values, all orders equally likely (Fisher and Yates). */
export function shuffled<Value>(random: Random, values: readonly Value[]): Value[] {
  const list = [...values];
  for (let last = list.length - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    [list[last], list[chosen]] = [list[chosen]!, list[last]!];
  }
  return list;
}

/** One of the values, all equally likely; there must be at least one. */
export function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random.integer(values.length)]!;
}
