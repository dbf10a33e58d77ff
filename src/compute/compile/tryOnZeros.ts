import type { NativeBinding, OpAttribute } from '../nativeBackend.js';
import { CompileError } from './errors.js';
import type { Operation, TensorType } from './tensorType.js';

/** A call of the binding. */
export interface OperationCall {
  readonly op: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: Operation['inputs'];
  /** How many tensors it makes. */
  readonly outputs: number;
}

/**
 * What an operation makes, by running it on zeros of the same shapes, and on the constants among its
 * inputs as they are. Leaves nothing behind.
 *
 * @throws {@link CompileError} with TensorFlow's own words, if it refuses.
 */
export function tryOnZeros(binding: NativeBinding, call: OperationCall): TensorType[] {
  const { op, attributes, inputs, outputs } = call;
  const ids = inputs.map(({ shape, dtype, values }) =>
    values ? binding.createTensor(shape, dtype, values) : zeros(binding, { shape, dtype }),
  );
  try {
    const made = binding.executeOp(op, [...attributes], ids, outputs);
    for (const { id } of made) binding.deleteTensor(id);
    return made.map(({ shape, dtype }) => ({ shape, dtype }));
  } catch (error) {
    const types = inputs.map(({ shape, dtype }) => `type ${dtype} [${shape.join(', ')}]`);
    throw new CompileError(`TensorFlow refuses ${op} on ${types.join(', ')}: ${String(error)}`, {
      cause: error,
    });
  } finally {
    for (const id of ids) binding.deleteTensor(id);
  }
}

/** Made inside TensorFlow, which has types that no list of JavaScript numbers has. */
function zeros(binding: NativeBinding, { shape, dtype }: TensorType): number {
  const { TF_FLOAT, TF_INT32, TF_ATTR_TYPE } = binding;
  const type = (name: string, value: number): OpAttribute => ({ name, type: TF_ATTR_TYPE, value });
  const zero = binding.createTensor([], TF_FLOAT, new Float32Array(1));
  const casts = [type('SrcT', TF_FLOAT), type('DstT', dtype)];
  const [cast] = binding.executeOp('Cast', casts, [zero], 1);
  const sizes = binding.createTensor([shape.length], TF_INT32, Int32Array.from(shape));
  const fills = [type('T', dtype), type('index_type', TF_INT32)];
  const [filled] = binding.executeOp('Fill', fills, [sizes, cast!.id], 1);
  for (const id of [zero, cast!.id, sizes]) binding.deleteTensor(id);
  return filled!.id;
}
