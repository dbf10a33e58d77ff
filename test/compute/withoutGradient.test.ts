import { expect, test } from 'vitest';
import { tf, unstackRows, withoutGradient } from '../../src/compute/index.js';
import { describeOnEveryEngine } from '../support/engines.js';

describeOnEveryEngine('gradient tape', () => {
  test('withoutGradient: what is inside counts as a constant', () => {
    tf.tidy(() => {
      // d/dx [x · (x³ held fixed)] = x³, where the whole would have 4x³
      const gradient = tf.grad((x) =>
        tf.mul(
          x,
          withoutGradient(() => tf.pow(x, 3)),
        ),
      );
      expect(gradient(tf.scalar(2)).dataSync()[0]).toBeCloseTo(8, 5);
      const variable = tf.variable(tf.scalar(3));
      const { grads } = tf.variableGrads(() =>
        tf.add(
          tf.square(variable),
          withoutGradient(() => tf.square<tf.Scalar>(variable)),
        ),
      );
      expect(Object.values(grads).map((g) => g.dataSync()[0])).toEqual([6]);
      variable.dispose();
    });
  });

  test('withoutGradient: the value is the same, and nothing but it is left over', () => {
    const x = tf.tensor1d([1, -2, 3]);
    const before = tf.memory().numTensors;
    const value = withoutGradient(() => tf.sum(tf.square(tf.add(x, 1))));
    expect(value.dataSync()[0]).toBe(4 + 1 + 16);
    value.dispose();
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });

  test.each([1, 3])('unstackRows: %d rows, values and gradient', (rows) => {
    tf.tidy(() => {
      const numbers = Array.from({ length: rows * 2 }, (_, i) => i + 1);
      const x = tf.tensor2d(numbers, [rows, 2]);
      expect(unstackRows(x).map((row) => Array.from(row.dataSync()))).toEqual(
        Array.from({ length: rows }, (_, i) => [2 * i + 1, 2 * i + 2]),
      );
      // Σ over rows of (row number) · x²: its gradient is 2 · (row number) · x
      const gradient = tf.grad((t) =>
        tf.addN(unstackRows(t).map((row, i) => tf.mul(tf.sum(tf.square(row)), i + 1))),
      )(x);
      const expected = numbers.map((value, i) => 2 * (Math.floor(i / 2) + 1) * value);
      expect(Array.from(gradient.dataSync())).toEqual(expected);
    });
  });
});
