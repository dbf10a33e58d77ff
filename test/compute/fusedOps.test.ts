import { expect, test } from 'vitest';
import { addBias, imagesToFloat, imageTensor, relu, tf } from '../../src/compute/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { randomNumbers } from '../support/random.js';

describeOnEveryEngine('fused operations', () => {
  const random = randomNumbers(61);
  const [x, pull, bias] = [random.normals(24), random.normals(24), random.normals(3)];

  test.each([[[8, 3]], [[2, 4, 3]], [[2, 2, 2, 3]]])('addBias to %j', (shape) => {
    tf.tidy(() => {
      const [input, biases] = [tf.tensor(x, shape), tf.tensor1d(bias)];
      const y = addBias(input, biases);
      expect(y.shape).toEqual(shape);
      expectClose(y.dataSync(), x.map((value, i) => value + bias[i % 3]!), { tolerance: 1e-6 }); // prettier-ignore
      const weights = tf.tensor(pull, shape);
      const lossOf = (...args: tf.Tensor[]): tf.Tensor =>
        tf.sum(tf.mul(addBias(args[0]!, args[1]!), weights));
      const [ofInput, ofBias] = tf.grads(lossOf)([input, biases]);
      expectClose(ofInput!.dataSync(), pull, { tolerance: 1e-6 });
      // dL/db_c = Σ over all places of the pull on channel c
      const sums = [0, 1, 2].map((c) => pull.reduce((s, p, i) => s + (i % 3 === c ? p : 0), 0));
      expectClose(ofBias!.dataSync(), sums, { tolerance: 1e-6 });
    });
  });

  test('relu: max(x, 0), and gradient only where x is above 0', () => {
    tf.tidy(() => {
      const values = [-2, -0.5, 0, 0.5, 3, 1e30];
      const input = tf.tensor2d(values, [2, 3]);
      expect(Array.from(relu(input).dataSync(), (y) => y + 0)).toEqual([0, 0, 0, 0.5, 3, Math.fround(1e30)]); // prettier-ignore
      const pulls = [7, 7, 7, 5, -2, 3];
      const gradient = tf.grad((t) => tf.sum(tf.mul(relu(t), tf.tensor2d(pulls, [2, 3]))))(input);
      expect(Array.from(gradient.dataSync(), (g) => g + 0)).toEqual([0, 0, 0, 5, -2, 3]);
    });
  });

  test('pictures keep all 256 values', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const images = imageTensor(bytes, [2, 128]);
    const floats = imagesToFloat(images);
    expect([images.shape, floats.shape, floats.dtype]).toEqual([[2, 128], [2, 128], 'float32']); // prettier-ignore
    expect(Array.from(floats.dataSync())).toEqual(Array.from(bytes));
    tf.dispose([images, floats]);
  });
});
