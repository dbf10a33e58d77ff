import { ShapeError } from './errors.js';
import type { tf } from './tf.js';

/** One dimension of an expected shape: a number, or `null` where any size will do. */
export type ExpectedDimension = number | null;

/** What {@link expectShape} checks. */
export interface ShapeExpectation {
  /** Function and argument, for the message: `'CpcLoss.compute: contexts'`. */
  readonly place: string;
  /** Expected sizes, `null` where any size will do. */
  readonly shape: readonly ExpectedDimension[];
  /** The sizes by name: `'[T, B, C]'`. */
  readonly meaning: string;
}

/**
 * Checks the shape of a tensor that came from outside.
 *
 * @throws {@link ShapeError} naming the place, what was expected and what came.
 */
export function expectShape(tensor: tf.Tensor, { place, shape, meaning }: ShapeExpectation): void {
  const actual: readonly number[] = tensor.shape;
  const matches =
    actual.length === shape.length &&
    shape.every((size, axis) => size === null || size === actual[axis]);
  if (matches) return;
  const expected = shape.map((size) => (size === null ? '?' : String(size))).join(', ');
  throw new ShapeError(
    `${place}: expected shape ${meaning} = [${expected}], got [${actual.join(', ')}].`,
  );
}
