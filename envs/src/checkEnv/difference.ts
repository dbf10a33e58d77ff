import { describeValue } from '../describeValue.js';

/** An array, typed array or record, whose entries are compared one by one. */
type Entries = Readonly<Record<string, unknown>>;

/**
 * Where two values differ, in words; `undefined` if they are the same: typed arrays, arrays and
 * plain objects entry by entry, all else by `Object.is`.
 */
export function difference(a: unknown, b: unknown): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (kind(a) !== kind(b)) return `${describeValue(a)} against ${describeValue(b)}`;
  if (ArrayBuffer.isView(a)) return listDifference(a, b);
  if (typeof a !== 'object') return `${describeValue(a)} against ${describeValue(b)}`;
  return entryDifference(a as Entries, b as Entries); // both are: their kinds are equal
}

/** E.g. `[object Uint8Array]`: unlike constructors, the same for values of another realm. */
function kind(value: unknown): string {
  return Object.prototype.toString.call(value);
}

/** Typed arrays, without a string for every index. */
function listDifference(a: unknown, b: unknown): string | undefined {
  const [left, right] = [a as ArrayLike<number>, b as ArrayLike<number>]; // of equal kind
  if (left.length !== right.length) return `length ${left.length} against ${right.length}`;
  for (let i = 0; i < left.length; i++) {
    if (!Object.is(left[i], right[i])) return `at ${i}: ${left[i]!} against ${right[i]!}`;
  }
  return undefined;
}

function entryDifference(a: Entries, b: Entries): string | undefined {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = difference(a[key], b[key]);
    if (found !== undefined) return `at ${key}: ${found}`;
  }
  return undefined;
}
