import { SpaceError } from '../errors.js';
import { dtypeFacts } from './dtype.js';
import type { Dtype } from './dtype.js';

/** One bound for all elements, or one for each in row-major order. */
export type Bound = number | Float64Array;

/** The bound of element `i`. */
export function boundAt(bound: Bound, i: number): number {
  return typeof bound === 'number' ? bound : bound[i]!;
}

/** What {@link toBound} checks a bound against. */
interface BoundChecks {
  readonly name: 'low' | 'high';
  readonly dtype: Dtype;
  /** Number of elements of the box. */
  readonly size: number;
}

/**
 * A bound in the precision of the dtype: a float32 box with a limit of 0.1 holds float32's 0.1.
 *
 * @throws {@link SpaceError} if there are too few or too many, or one does not fit the dtype.
 */
export function toBound(given: number | ArrayLike<number>, checks: BoundChecks): Bound {
  const { name, size } = checks;
  if (typeof given === 'number') return inDtype(given, checks);
  if (given.length !== size) {
    throw new SpaceError(
      `Box: ${name} must be one number or one per element (${size}), got ${given.length}. ` +
        'Give nested bounds as one flat list in row-major order.',
    );
  }
  return Float64Array.from(given, (value) => inDtype(value, checks));
}

function inDtype(value: number, { name, dtype }: BoundChecks): number {
  const { isFloat, min, max } = dtypeFacts(dtype);
  const legal = isFloat ? !Number.isNaN(value) : Number.isInteger(value);
  if (!legal || value < min || value > max) {
    const kind = isFloat ? 'a number' : 'a whole number';
    throw new SpaceError(
      `Box: ${name} of a ${dtype} box must be ${kind} from ${min} to ${max}, got ${value}.`,
    );
  }
  return isFloat ? Math.fround(value) : value;
}

/** A bound as NumPy prints it: one number where all are equal, else the list. */
export function formatBound(bound: Bound, dtype: Dtype): string {
  const format = dtypeFacts(dtype).isFloat ? formatFloat32 : String;
  if (typeof bound === 'number') return format(bound);
  if (bound.every((value) => value === bound[0])) return format(bound[0] ?? 0);
  return `[${Array.from(bound, format).join(' ')}]`;
}

/** The shortest decimal that rounds to this float32; whole numbers with `.0`, as Python does. */
function formatFloat32(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return withPoint(short);
  }
  return withPoint(Number(value.toPrecision(9))); // nine digits tell all float32 apart
}

function withPoint(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
