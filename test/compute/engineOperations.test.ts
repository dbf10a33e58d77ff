import { expect, test } from 'vitest';
import { chooseEngine } from '../../src/compute/engine.js';
import { tf } from '../../src/compute/tf.js';

/** Numbers in (−1, 1) that differ from element to element. */
function input(shape: number[]): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Array.from({ length: size }, (_, i) => Math.sin(i * 1.3 + size) * 0.9),
    shape,
  );
}

/** Each is differentiated with respect to a `[4, 6]` input, through what a training step is made of. */
const OPERATIONS: Readonly<Record<string, (x: tf.Tensor2D) => tf.Tensor>> = {
  relu: (x) => tf.relu(x),
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => tf.tanh(x),
  'exp and log': (x) => tf.log(tf.add(tf.exp(x), 1)),
  'square, sqrt, rsqrt': (x) =>
    tf.mul(tf.sqrt(tf.add(tf.square(x), 1)), tf.rsqrt(tf.add(tf.abs(x), 2))),
  'division and broadcasting': (x) => tf.div(x, tf.add(tf.sum(tf.abs(x), 0, true), 1)),
  'maximum and minimum': (x) => tf.add(tf.maximum(x, 0.1), tf.minimum(x, -0.2)),
  clip: (x) => tf.clipByValue(x, -0.5, 0.5),
  pow: (x) => tf.pow(tf.add(x, 2), 3),
  softmax: (x) => tf.mul(tf.softmax(x), input([4, 6])),
  logSoftmax: (x) => tf.mul(tf.logSoftmax(x), input([4, 6])),
  logSumExp: (x) => tf.logSumExp(x, 1),
  'max over an axis': (x) => tf.max(x, 1),
  mean: (x) => tf.mean(x, 0),
  // TensorFlow.js's own gradient of cumsum is right along the last axis only.
  cumsum: (x) => tf.cumsum(tf.mul(x, x), 1, false, true),
  'sum of logs': (x) => tf.exp(tf.sum(tf.log(tf.add(x, 2)), 1)),
  matMul: (x) => tf.matMul(x, input([6, 3])),
  'matMul, both transposed': (x) => tf.matMul(x, input([3, 4]), true, true),
  'batched matMul': (x) => tf.matMul(tf.reshape(x, [2, 2, 6]), input([2, 5, 6]), false, true),
  'transpose of three axes': (x) =>
    tf.matMul(tf.transpose(tf.reshape(x, [2, 3, 4]), [1, 0, 2]), input([3, 4, 2])),
  concat: (x) => tf.mul(tf.concat([x, tf.mul(x, 2)], 1), input([4, 12])),
  stack: (x) => tf.mul(tf.stack([x, tf.mul(x, 3)], 0), input([2, 4, 6])),
  unstack: (x) => tf.mul(tf.unstack(x)[1]!, tf.unstack(x)[2]!),
  slice: (x) => tf.square(tf.slice(x, [1, 2], [2, 3])),
  split: (x) => tf.mul(tf.split(x, 2, 1)[0]!, tf.split(x, 2, 1)[1]!),
  pad: (x) => tf.mul(tf.pad(x, [[1, 0], [2, 1]]), input([5, 9])), // prettier-ignore
  tile: (x) => tf.mul(tf.tile(x, [2, 3]), input([8, 18])),
  reverse: (x) => tf.mul(tf.reverse(x, 0), input([4, 6])),
  gather: (x) => tf.mul(tf.gather(x, tf.tensor1d([0, 3, 3], 'int32'), 0), input([3, 6])),
  'gather columns': (x) =>
    tf.mul(tf.gather(x, tf.tensor1d([5, 0, 5, 1], 'int32'), 1), input([4, 4])),
  where: (x) => tf.where(tf.greater(input([4, 6]), 0), tf.square(x), tf.mul(x, 3)),
  'one-hot selection': (x) =>
    tf.sum(tf.mul(x, tf.oneHot(tf.tensor1d([0, 5, 2, 2], 'int32'), 6)), 1),
  expandDims: (x) => tf.mul(tf.expandDims(x, 1), input([4, 3, 6])),
  maxPool: (x) => tf.maxPool(tf.reshape<tf.Rank.R4>(x, [1, 4, 6, 1]), 3, 2, 'same'),
  'conv2d, input and filter': (x) =>
    tf.conv2d(
      tf.reshape<tf.Rank.R4>(x, [1, 4, 6, 1]),
      tf.reshape<tf.Rank.R4>(tf.slice(x, [0, 0], [2, 4]), [2, 2, 1, 2]),
      [2, 1],
      'valid',
    ),
};

interface Results {
  readonly value: Float32Array;
  readonly gradient: Float32Array;
}

function results(operation: (x: tf.Tensor2D) => tf.Tensor): Results {
  return tf.tidy(() => {
    const x = input([4, 6]) as tf.Tensor2D;
    const scalar = (v: tf.Tensor): tf.Tensor => tf.sum(tf.square(operation(v as tf.Tensor2D)));
    return {
      value: operation(x).dataSync<'float32'>(),
      gradient: tf.grad(scalar)(x).dataSync<'float32'>(),
    };
  });
}

async function resultsOn(engine: 'cpu' | 'wasm' | 'tensorflow'): Promise<Map<string, Results>> {
  await chooseEngine({ preferred: engine, threads: 1 });
  return new Map(
    Object.entries(OPERATIONS).map(([name, operation]) => [name, results(operation)] as const),
  );
}

test.each(['wasm', 'tensorflow'] as const)(
  'values and gradients on %s equal those of the plain JavaScript engine',
  async (engine) => {
    const expected = await resultsOn('cpu');
    const actual = await resultsOn(engine);
    for (const [name, { value, gradient }] of expected) {
      expectClose(actual.get(name)!.value, value, `${name}, value`);
      expectClose(actual.get(name)!.gradient, gradient, `${name}, gradient`);
    }
  },
);

function expectClose(actual: Float32Array, expected: Float32Array, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  // float32 through a handful of operations: a few units in the seventh digit, with room
  const worst = expected.reduce(
    (most, e, i) => Math.max(most, Math.abs(actual[i]! - e) / Math.max(1, Math.abs(e))),
    0,
  );
  expect(worst, what).toBeLessThan(1e-5);
}
