/** How many names a sentence spells out. */
const MOST_NAMES = 5;

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = MOST_NAMES): string {
  const more = names.length - most;
  const shown = names.slice(0, most).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** `1 run`, `2 runs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
