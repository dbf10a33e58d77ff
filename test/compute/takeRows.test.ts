import { expect, test } from 'vitest';
import { takeRows, tf } from '../../src/compute/index.js';
import { describeOnEveryEngine } from '../support/engines.js';

describeOnEveryEngine('takeRows', () => {
  const rows = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];

  test('takes rows in any order, some several times, others never', async () => {
    const taken = tf.tidy(() => takeRows(tf.tensor2d(rows), tf.tensor1d([2, 0, 2], 'int32')));
    expect(await taken.array()).toEqual([rows[2], rows[0], rows[2]]);
    taken.dispose();
  });

  test('a row gets the sum of the gradients of all its copies', async () => {
    const before = tf.memory().numTensors;
    const gradient = tf.tidy(() =>
      tf.grad((x: tf.Tensor) => {
        const taken = takeRows(x, tf.tensor1d([2, 0, 2], 'int32'));
        return tf.sum(tf.mul(taken, tf.tensor2d([[1, 10], [100, 1000], [2, 20]]))); // prettier-ignore
      })(tf.tensor2d(rows)),
    );
    expect(await gradient.array()).toEqual([[100, 1000], [0, 0], [3, 30]]); // prettier-ignore
    gradient.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('rows of one number', async () => {
    const gradient = tf.tidy(() =>
      tf.grad((x: tf.Tensor) => {
        const taken = takeRows(x as tf.Tensor1D, tf.tensor1d([1, 1, 0, 1], 'int32'));
        return tf.sum(tf.mul(taken, tf.tensor1d([1, 2, 4, 8])));
      })(tf.tensor1d([7, 8])),
    );
    expect(await gradient.array()).toEqual([4, 11]);
    gradient.dispose();
  });
});
