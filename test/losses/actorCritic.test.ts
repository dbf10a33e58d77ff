import { describe, expect, test } from 'vitest';
import { ShapeError, tf } from '../../src/compute/index.js';
import {
  actionLogProbabilities,
  policyGradientLoss,
  totalEntropy,
  valueLoss,
} from '../../src/losses/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { matrix } from '../support/nested.js';
import { numericalGradient } from '../support/numericalGradient.js';
import { randomNumbers } from '../support/random.js';

const [N, A] = [7, 4];
const random = randomNumbers(17);
const given = {
  logits: random.normals(N * A).map((x) => 2 * x),
  actions: [0, 3, 1, 1, 2, 0, 3],
  advantages: random.normals(N),
  values: random.normals(N),
  returns: random.normals(N),
  weights: [1, 1, 0, 1, 0, 1, 1],
};

function logSoftmax(row: readonly number[]): number[] {
  const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
  return row.map((x) => x - total);
}

/** −Σ w log π(a) A, as float64 loops. */
function policyReference(logits: readonly number[]): number {
  return matrix(logits, [N, A]).reduce((sum, row, n) => {
    const chosen = logSoftmax(row)[given.actions[n]!]!;
    return sum - given.weights[n]! * chosen * given.advantages[n]!;
  }, 0);
}

/** ½ Σ w (G − V)². */
function valueReference(values: readonly number[]): number {
  return values.reduce(
    (sum, v, n) => sum + 0.5 * given.weights[n]! * (given.returns[n]! - v) ** 2,
    0,
  );
}

/** −Σ w Σ π ln π. */
function entropyReference(logits: readonly number[]): number {
  return matrix(logits, [N, A]).reduce((sum, row, n) => {
    const logs = logSoftmax(row);
    return sum - given.weights[n]! * logs.reduce((all, l) => all + Math.exp(l) * l, 0);
  }, 0);
}

const logitsOf = (numbers: readonly number[]): tf.Tensor2D => tf.tensor2d([...numbers], [N, A]);

const policyRows = (): Omit<Parameters<typeof policyGradientLoss>[0], 'logits'> => ({
  actions: tf.tensor1d(given.actions, 'int32'),
  advantages: tf.tensor1d(given.advantages),
  weights: tf.tensor1d(given.weights),
});

describeOnEveryEngine('actor-critic losses', () => {
  test('policy gradient by hand', () => {
    tf.tidy(() => {
      // π = (¼, ¾) and (½, ½): −(3·ln ¾ + (−2)·ln ½) = 3 ln(4/3) − 2 ln 2 = −0.5232481
      const loss = policyGradientLoss({
        logits: tf.tensor2d([[0, Math.log(3)], [5, 5]]), // prettier-ignore
        actions: tf.tensor1d([1, 0], 'int32'),
        advantages: tf.tensor1d([3, -2]),
        weights: tf.tensor1d([1, 1]),
      });
      expect(loss.dataSync()[0]).toBeCloseTo(-0.5232481, 6);
    });
  });

  test('value loss by hand', () => {
    tf.tidy(() => {
      // ½·(1·(3 − 1)² + 0·(9 − 2)² + 1·(−1 − 2)²) = ½·(4 + 9)
      const loss = valueLoss({
        values: tf.tensor1d([1, 2, 2]),
        returns: tf.tensor1d([3, 9, -1]),
        weights: tf.tensor1d([1, 0, 1]),
      });
      expect(loss.dataSync()[0]).toBeCloseTo(6.5, 6);
    });
  });

  test('entropy by hand', () => {
    tf.tidy(() => {
      // ln 4 for a uniform row; π = (½, ¼, ¼, 0): ½ ln 2 + ½ ln 4 = 1.5 ln 2
      const uniform = [3, 3, 3, 3];
      const uneven = [Math.log(2), 0, 0, -100];
      const entropy = totalEntropy(tf.tensor2d([uniform, uneven]), tf.tensor1d([1, 1]));
      expect(entropy.dataSync()[0]).toBeCloseTo(3.5 * Math.LN2, 5);
    });
  });

  test('log-probabilities of actions', () => {
    tf.tidy(() => {
      const actions = tf.tensor1d(given.actions, 'int32');
      const expected = matrix(given.logits, [N, A]).map(
        (row, n) => logSoftmax(row)[given.actions[n]!]!,
      );
      expectClose(actionLogProbabilities(logitsOf(given.logits), actions).dataSync(), expected);
    });
  });

  describe('values and gradients equal float64 loops and their central differences', () => {
    test('policy gradient', () => {
      tf.tidy(() => {
        const lossOf = (logits: tf.Tensor): tf.Tensor =>
          policyGradientLoss({ logits: logits as tf.Tensor2D, ...policyRows() });
        const { value, grad } = tf.valueAndGrad(lossOf)(logitsOf(given.logits));
        expectClose(value.dataSync(), [policyReference(given.logits)]);
        expectClose(grad.dataSync(), numericalGradient(policyReference, given.logits));
      });
    });

    test('value loss', () => {
      tf.tidy(() => {
        const [returns, weights] = [tf.tensor1d(given.returns), tf.tensor1d(given.weights)];
        const lossOf = (values: tf.Tensor): tf.Tensor =>
          valueLoss({ values: values as tf.Tensor1D, returns, weights });
        const { value, grad } = tf.valueAndGrad(lossOf)(tf.tensor1d(given.values));
        expectClose(value.dataSync(), [valueReference(given.values)]);
        expectClose(grad.dataSync(), numericalGradient(valueReference, given.values));
      });
    });

    test('entropy', () => {
      tf.tidy(() => {
        const weights = tf.tensor1d(given.weights);
        const lossOf = (logits: tf.Tensor): tf.Tensor =>
          totalEntropy(logits as tf.Tensor2D, weights);
        const { value, grad } = tf.valueAndGrad(lossOf)(logitsOf(given.logits));
        expectClose(value.dataSync(), [entropyReference(given.logits)]);
        expectClose(grad.dataSync(), numericalGradient(entropyReference, given.logits));
      });
    });
  });

  test('neither advantages nor returns receive a gradient, though they come from the values', () => {
    tf.tidy(() => {
      const [returns, weights] = [tf.tensor1d(given.returns), tf.tensor1d(given.weights)];
      const { actions } = policyRows();
      const logits = logitsOf(given.logits);
      const both = tf.grads((l, v) => {
        const advantages = tf.sub<tf.Tensor1D>(returns, v);
        const rows = { logits: l as tf.Tensor2D, actions, advantages, weights };
        // Without a term of its own the values would have no path at all, and tf.grads would throw.
        return tf.add(policyGradientLoss(rows), tf.mul(tf.sum(v), 0));
      })([logits, tf.tensor1d(given.values)]);
      expectClose(both[1]!.dataSync(), Array<number>(N).fill(0));
      const ofValues = tf.grad((v) => {
        const targets = tf.add<tf.Tensor1D>(tf.mul(v, 3), returns);
        return valueLoss({ values: v as tf.Tensor1D, returns: targets, weights });
      })(tf.tensor1d(given.values));
      // −w (G − V) with G = 3 V + R taken as a constant
      const expected = given.values.map(
        (v, n) => -given.weights[n]! * (3 * v + given.returns[n]! - v),
      );
      expectClose(ofValues.dataSync(), expected);
    });
  });

  test('a row of weight 0 has no part in loss or gradient, whatever it holds', () => {
    const lossAndGradient = (change: (x: number, n: number) => number): number[][] =>
      tf.tidy(() => {
        const changed = (x: number, n: number): number =>
          given.weights[n] === 0 ? change(x, n) : x;
        const weights = tf.tensor1d(given.weights);
        const rows = {
          actions: tf.tensor1d(given.actions.map(changed), 'int32'),
          advantages: tf.tensor1d(given.advantages.map(changed)),
          weights,
        };
        const returns = tf.tensor1d(given.returns.map(changed));
        const logits = logitsOf(given.logits.map((x, i) => changed(x, Math.floor(i / A))));
        const total = (l: tf.Tensor, v: tf.Tensor): tf.Tensor =>
          tf.addN([
            policyGradientLoss({ logits: l as tf.Tensor2D, ...rows }),
            valueLoss({ values: v as tf.Tensor1D, returns, weights }),
            totalEntropy(l as tf.Tensor2D, weights),
          ]);
        const values = tf.tensor1d(given.values.map(changed));
        const { value, grads } = tf.valueAndGrads((l, v) => total(l, v))([logits, values]);
        return [value, ...grads].map((x) => Array.from(x.dataSync(), (y) => y + 0)); // −0 is 0
      });
    const plain = lossAndGradient((x) => x);
    expect(lossAndGradient(() => 2)).toEqual(plain);
    expect(lossAndGradient((_, n) => n % A)).toEqual(plain);
  });

  test.each([
    ['policyGradientLoss: advantages', { advantages: [N, 1] }],
    ['policyGradientLoss: weights', { weights: [N, 1] }],
    ['policyGradientLoss: actions', { actions: [N - 1] }],
    ['valueLoss: returns', { returns: [N, 1] }],
    ['valueLoss: weights', { weights: [1] }],
    ['totalEntropy: weights', { weights: [N, 1] }],
  ])('%s of another shape is refused, not broadcast', (place, wrong) => {
    tf.tidy(() => {
      const shapes = { advantages: [N], weights: [N], actions: [N], returns: [N], ...wrong };
      const vector = (name: keyof typeof shapes): tf.Tensor1D =>
        tf.zeros(shapes[name] as [number], name === 'actions' ? 'int32' : 'float32');
      const logits = tf.zeros<tf.Rank.R2>([N, A]);
      const [weights, returns] = [vector('weights'), vector('returns')];
      const calls: Record<string, () => tf.Tensor> = {
        policyGradientLoss: () =>
          policyGradientLoss({
            ...{ logits, weights },
            actions: vector('actions'),
            advantages: vector('advantages'),
          }),
        valueLoss: () => valueLoss({ values: tf.zeros([N]), returns, weights }),
        totalEntropy: () => totalEntropy(logits, weights),
      };
      const call = calls[place.split(':')[0]!]!;
      expect(call).toThrow(ShapeError);
      expect(call).toThrow(place);
    });
  });
});
