import { expect, test } from 'vitest';
import { tf } from '../../src/compute/index.js';
import { logSumExpRows } from '../../src/losses/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { matrix } from '../support/nested.js';
import { numericalGradient } from '../support/numericalGradient.js';
import { randomNumbers } from '../support/random.js';

const [ROWS, COLUMNS] = [5, 6];
const random = randomNumbers(4);
const scores = random.normals(ROWS * COLUMNS).map((x) => 3 * x);
const pull = random.normals(ROWS);

const reference = (x: readonly number[]): number[] =>
  matrix(x, [ROWS, COLUMNS]).map((row) => Math.log(row.reduce((sum, s) => sum + Math.exp(s), 0)));

describeOnEveryEngine('log-sum-exp of rows', () => {
  test('value and gradient equal float64 loops and their central differences', () => {
    tf.tidy(() => {
      const x = tf.tensor2d(scores, [ROWS, COLUMNS]);
      expectClose(logSumExpRows(x).dataSync(), reference(scores));
      const gradient = tf.grad((s) => tf.sum(tf.mul(logSumExpRows(s), tf.tensor1d(pull))))(x);
      const pulled = (s: readonly number[]): number =>
        reference(s).reduce((sum, value, row) => sum + value * pull[row]!, 0);
      expectClose(gradient.dataSync(), numericalGradient(pulled, scores));
    });
  });

  test('works along the last of any number of axes', () => {
    tf.tidy(() => {
      const x = tf.tensor4d(scores, [1, ROWS, 1, COLUMNS]);
      const result = logSumExpRows(x);
      expect(result.shape).toEqual([1, ROWS, 1]);
      expectClose(result.dataSync(), reference(scores));
    });
  });

  test('huge scores neither overflow nor vanish', () => {
    tf.tidy(() => {
      // ln(e^1000 + e^999) = 1000 + ln(1 + e⁻¹) = 1000.3132617; the same below zero
      const x = tf.tensor2d([[1000, 999], [-1000, -999], [3e38, -3e38]]); // prettier-ignore
      const { value, grad } = tf.valueAndGrad((s) => tf.sum(tf.slice(logSumExpRows(s), 0, 2)))(x);
      expect(value.dataSync()[0]).toBeCloseTo(0.6265234 + 1, 3); // 1000.3132617 − 998.6867383
      expect(logSumExpRows(x).dataSync()[2]).toBe(Math.fround(3e38));
      // softmax: 1/(1 + e⁻¹) = 0.7310586
      expectClose(grad.dataSync(), [0.7310586, 0.2689414, 0.2689414, 0.7310586, 0, 0], {
        tolerance: 1e-4, // a float32 near 1000 has steps of 6e-5
      });
    });
  });
});
