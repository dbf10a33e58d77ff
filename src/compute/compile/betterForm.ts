import type { OpAttribute } from '../nativeBackend.js';
import type { TensorType } from './tensorType.js';

/** An operation as it is written into a graph. */
interface WrittenOperation {
  readonly op: string;
  readonly attributes: readonly OpAttribute[];
}

/** BatchMatMulV2's attributes under MatMul's names. */
const MAT_MUL_NAMES: Readonly<Record<string, string>> = {
  adj_x: 'transpose_a',
  adj_y: 'transpose_b',
};

/**
 * The operation that computes the same and that TensorFlow runs faster.
 *
 * TensorFlow.js multiplies plain matrices, too, with BatchMatMulV2. Only a MatMul is fused with the
 * BiasAdd and Relu after it. (The two differ for complex numbers, which TensorFlow.js does not multiply.)
 */
export function betterForm(
  operation: WrittenOperation,
  inputs: readonly TensorType[],
): WrittenOperation {
  const { op, attributes } = operation;
  if (op !== 'BatchMatMulV2' || inputs.some(({ shape }) => shape.length !== 2)) return operation;
  const renamed = attributes.map((attribute) => ({
    ...attribute,
    name: MAT_MUL_NAMES[attribute.name] ?? attribute.name,
  }));
  return { op: 'MatMul', attributes: renamed };
}
