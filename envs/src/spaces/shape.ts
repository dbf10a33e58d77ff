import { SpaceError } from '../errors.js';

/**
 * Number of elements of an array with these extents.
 *
 * @param name - Of the space, for the message.
 * @throws {@link SpaceError} if an extent is not a whole number above 0.
 */
export function sizeOf(shape: readonly number[], name: string): number {
  if (shape.every((extent) => Number.isSafeInteger(extent) && extent > 0)) {
    return shape.reduce((product, extent) => product * extent, 1);
  }
  throw new SpaceError(
    `${name}: shape must hold whole numbers above 0, got [${shape.join(', ')}].`,
  );
}

/** A shape as Python prints a tuple, e.g. `(3,)` or `(72, 96, 3)`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]!},)` : `(${shape.join(', ')})`;
}

/** Whole numbers as NumPy prints an array of these extents, as long as it takes one line per row. */
export function formatIntegers(values: readonly number[], shape: readonly number[]): string {
  const width = Math.max(...values.map((value) => String(value).length));
  return formatRows(
    values.map((value) => String(value).padStart(width)),
    { shape, indent: 0 },
  );
}

function formatRows(
  values: readonly string[],
  { shape, indent }: { readonly shape: readonly number[]; readonly indent: number },
): string {
  const [rows, ...inner] = shape;
  if (inner.length === 0) return `[${values.join(' ')}]`;
  const size = values.length / rows!;
  const parts = Array.from({ length: rows! }, (_, row) =>
    formatRows(values.slice(row * size, (row + 1) * size), { shape: inner, indent: indent + 1 }),
  );
  // NumPy puts one more empty line between parts for each further axis.
  return `[${parts.join(`${'\n'.repeat(inner.length)}${' '.repeat(indent + 1)}`)}]`;
}
