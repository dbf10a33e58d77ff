import { expect, test } from 'vitest';
import { tf } from '../../src/compute/index.js';
import { outputTypes } from '../../src/compute/compile/outputTypes.js';
import { nativeBackend } from '../../src/compute/nativeBackend.js';
import type { NativeBinding } from '../../src/compute/nativeBackend.js';
import { operationCases } from './compileCases.js';
import type { OperationCase } from './compileCases.js';
import { describeOnNativeEngine, withCompiled } from './compileSupport.js';

type Call = (inputs: tf.Tensor[]) => tf.Tensor[];

/** Every operation computes the same recorded as it does eagerly; the same kernels run either way. */
describeOnNativeEngine('compiled operations', () => {
  const all = operationCases.map((operation): [string, OperationCase] => [
    operation.name,
    operation,
  ]);
  const differentiable = all.filter(([, { hasGradient }]) => hasGradient);

  test.each(all)('%s', (_, { inputs, apply }) => {
    expectSameCompiled((given) => [apply(...given)].flat(), inputs());
  });

  test.each(differentiable)('gradient of %s', (_, { inputs, apply }) => {
    expectSameCompiled((given) => gradientsOf(apply, given), inputs());
  });

  test.each(all)('the types of the outputs of %s', (_, { inputs, apply, hasGradient }) => {
    const given = inputs();
    const wrong = withTypesCompared(() => {
      tf.tidy(() => {
        apply(...given);
        if (hasGradient) gradientsOf(apply, given);
      });
    });
    tf.dispose(given);
    expect(wrong).toEqual([]);
  });
});

function expectSameCompiled(call: Call, given: tf.Tensor[]): void {
  const eager = tf.tidy(() => call(given));
  withCompiled({ call }, { variables: [] }, (program) => {
    const compiled = program.call.call(given);
    eager.forEach((expected, index) => {
      const actual = compiled[index]!;
      expect(actual.shape).toEqual(expected.shape);
      expect(actual.dtype).toBe(expected.dtype);
      expectClose(actual.dataSync(), expected.dataSync());
    });
    tf.dispose(compiled);
  });
  tf.dispose([eager, given]);
}

/** Grappler may write an expression in another way: equal to a few units in the last place. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  Array.from(actual).forEach((value, index) => {
    const tolerance = 1e-6 * Math.max(1, Math.abs(expected[index]!));
    if (Math.abs(value - expected[index]!) <= tolerance) return;
    expect([index, value]).toEqual([index, expected[index]]); // equal infinities and NaN are fine
  });
}

/** Gradients in the float32 arguments of a sum with different weights. */
function gradientsOf(apply: OperationCase['apply'], given: readonly tf.Tensor[]): tf.Tensor[] {
  const floats = given.filter(({ dtype }) => dtype === 'float32');
  const weighted = (...varied: tf.Tensor[]): tf.Scalar => {
    const next = varied.values();
    const inputs = given.map((x) => (x.dtype === 'float32' ? next.next().value! : x));
    const sums = [apply(...inputs)].flat().map((y) => {
      const weights = tf.add(tf.range(0, Math.max(1, y.size)), 1);
      return tf.sum(tf.mul(y, tf.reshape(tf.slice(weights, 0, y.size), y.shape)));
    });
    return tf.addN(sums) as tf.Scalar;
  };
  return tf.grads(weighted)(floats);
}

/** Runs `work` eagerly; returns the operations whose outputs have other types than we say. */
function withTypesCompared(work: () => void): string[] {
  const backend = nativeBackend()!;
  const { binding } = backend;
  const wrong: string[] = [];
  const known = new Map<
    number,
    { shape: readonly number[]; dtype: number; values?: ArrayBufferView }
  >();
  const comparing: Partial<NativeBinding> = {
    createTensor: (shape, dtype, values) => {
      const id = binding.createTensor(shape, dtype, values);
      known.set(id, { shape: [...shape], dtype, values });
      return id;
    },
    executeOp: (op, attributes, ids, count) => {
      const made = binding.executeOp(op, attributes, ids, count);
      const types = made.map(({ shape, dtype }) => ({ shape, dtype }));
      const byName = new Map(attributes.map(({ name, value }) => [name, value]));
      const inputs = ids.map((id) => known.get(id)!);
      const told = outputTypes({ op, attributes: byName, inputs });
      if (told && JSON.stringify(told) !== JSON.stringify(types)) {
        wrong.push(`${op}: ${JSON.stringify(told)}, not ${JSON.stringify(types)}`);
      }
      made.forEach(({ id }, index) => known.set(id, types[index]!));
      return made;
    },
  };
  const properties = Object.getOwnPropertyNames(binding).map((name) => {
    const value: unknown = binding[name as keyof NativeBinding];
    return [name, typeof value === 'function' ? (value.bind(binding) as unknown) : value];
  });
  backend.binding = { ...(Object.fromEntries(properties) as NativeBinding), ...comparing };
  try {
    work();
  } finally {
    backend.binding = binding;
  }
  return wrong;
}
