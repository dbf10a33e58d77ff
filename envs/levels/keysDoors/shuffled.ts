import type { Random } from '../../src/index.js';

/** A copy in random order, all orders equally likely (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [copy[last], copy[other]] = [copy[other]!, copy[last]!];
  }
  return copy;
}

/** One of several items, all equally likely. */
export function choice<Item>(items: readonly Item[], random: Random): Item {
  return items[random.integer(items.length)]!;
}
