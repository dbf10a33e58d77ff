import { beforeAll, describe } from 'vitest';
import { chooseEngine, compile, EngineError, tf } from '../../src/compute/index.js';
import type { Compiled, CompileOptions, TensorFunction } from '../../src/compute/index.js';

const nativeIsHere = await chooseEngine({ preferred: 'tensorflow' }).then(
  () => true,
  (error: unknown) => {
    if (error instanceof EngineError) return false;
    throw error;
  },
);

/** Runs a suite on the native engine, the only one that compiles; skips it where there is none. */
export function describeOnNativeEngine(title: string, suite: () => void): void {
  describe.skipIf(!nativeIsHere)(title, () => {
    beforeAll(() => chooseEngine({ preferred: 'tensorflow' }));
    suite();
  });
}

/** Compiles, hands over, disposes. */
export function withCompiled<F extends Record<string, TensorFunction>, R>(
  functions: F,
  options: CompileOptions,
  use: (compiled: Compiled<F>) => R,
): R {
  const compiled = compile(functions, options);
  try {
    return use(compiled);
  } finally {
    compiled.dispose();
  }
}

/** Values of a tensor, which is disposed. */
export function take(tensor: tf.Tensor): number[] {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
}

/** The tensors that `work` leaves behind. */
export function leftBehind(work: () => void): number {
  const before = tf.memory().numTensors;
  work();
  return tf.memory().numTensors - before;
}
