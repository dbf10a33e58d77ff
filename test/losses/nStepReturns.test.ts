import { expect, test } from 'vitest';
import { ShapeError, tf } from '../../src/compute/index.js';
import { nStepReturns } from '../../src/losses/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { matrix } from '../support/nested.js';
import type { Matrix } from '../support/nested.js';
import { randomNumbers } from '../support/random.js';

interface ReturnNumbers {
  readonly rewards: Matrix; // [T][B]
  readonly ends: Matrix; // [T][B]
  readonly cutValues: Matrix; // [T][B]
  readonly bootstrapValue: readonly number[]; // [B]
  readonly discount: number;
}

/** The definition, forwards from every t: discounted rewards until the end, the cut or the border. */
function reference({ rewards, ends, cutValues, bootstrapValue, discount }: ReturnNumbers): Matrix {
  const T = rewards.length;
  return rewards.map((row, t) =>
    row.map((_, b) => {
      let sum = 0;
      for (let u = t; u < T; u++) {
        const factor = discount ** (u - t);
        sum += factor * rewards[u]![b]!;
        if (ends[u]![b] === 1) return sum + factor * discount * cutValues[u]![b]!;
      }
      return sum + discount ** (T - t) * bootstrapValue[b]!;
    }),
  );
}

function run(numbers: ReturnNumbers): number[] {
  return tf.tidy(() => {
    const result = nStepReturns({
      rewards: tf.tensor2d(numbers.rewards),
      ends: tf.tensor2d(numbers.ends),
      cutValues: tf.tensor2d(numbers.cutValues),
      bootstrapValue: tf.tensor1d([...numbers.bootstrapValue]),
      discount: numbers.discount,
    });
    expect(result.shape).toEqual([numbers.rewards.length, numbers.rewards[0]!.length]);
    return result.dataSync() as unknown as number[]; // a typed array of what it holds
  });
}

/** One column per sequence, so that a test reads downwards through time. */
const column = (values: readonly number[]): Matrix => values.map((value) => [value]);

describeOnEveryEngine('n-step returns', () => {
  test('by hand: no end', () => {
    // G_2 = 4 + ½·8 = 8; G_1 = 2 + ½·8 = 6; G_0 = 1 + ½·6 = 4
    const none = column([0, 0, 0]);
    const given = { rewards: column([1, 2, 4]), ends: none, cutValues: none };
    expectClose(run({ ...given, bootstrapValue: [8], discount: 0.5 }), [4, 6, 8]);
  });

  test('by hand: an end hides what follows', () => {
    // G_2 = 4 + ½·8 = 8; G_1 = 2; G_0 = 1 + ½·2 = 2
    const given = {
      rewards: column([1, 2, 4]),
      ends: column([0, 1, 0]),
      cutValues: column([0, 0, 0]),
    };
    expectClose(run({ ...given, bootstrapValue: [8], discount: 0.5 }), [2, 2, 8]);
  });

  test('by hand: an end in the last row hides the bootstrap value', () => {
    const given = { rewards: column([1, 2]), ends: column([0, 1]), cutValues: column([0, 0]) };
    expectClose(run({ ...given, bootstrapValue: [1e6], discount: 0.5 }), [2, 2]);
  });

  test('by hand: a cut puts the value of the state it cut in place of what follows', () => {
    // G_2 = 4 + ½·8 = 8; G_1 = 2 + ½·6 = 5; G_0 = 1 + ½·5 = 3.5
    const given = {
      rewards: column([1, 2, 4]),
      ends: column([0, 1, 0]),
      cutValues: column([0, 6, 0]),
    };
    expectClose(run({ ...given, bootstrapValue: [8], discount: 0.5 }), [3.5, 5, 8]);
  });

  test.each([1, 2, 3, 4])('equals float64 loops over the definition (seed %d)', (seed) => {
    const [T, B] = [6 + 5 * seed, 1 + seed];
    const random = randomNumbers(seed);
    const ends = random.flags(T * B, 0.2);
    const values = random.normals(T * B);
    const given = {
      rewards: matrix(random.normals(T * B), [T, B]),
      ends: matrix(ends, [T, B]),
      cutValues: matrix(
        values.map((value, i) => (ends[i] === 1 && i % 2 === 0 ? value : 0)),
        [T, B],
      ),
      bootstrapValue: random.normals(B),
      discount: [0, 0.9, 0.99, 1][seed - 1]!,
    };
    expectClose(run(given), reference(given).flat());
  });

  test('one unroll equals two, the second giving the first its bootstrap value', () => {
    const random = randomNumbers(9);
    const [T, B, border] = [10, 3, 4];
    const rewards = matrix(random.normals(T * B), [T, B]);
    const ends = matrix(random.flags(T * B, 0.2), [T, B]);
    const cutValues = matrix(new Array<number>(T * B).fill(0), [T, B]);
    const part = (from: number, to: number, bootstrapValue: number[]): number[] =>
      run({
        rewards: rewards.slice(from, to),
        ends: ends.slice(from, to),
        cutValues: cutValues.slice(from, to),
        bootstrapValue,
        discount: 0.95,
      });
    const bootstrapValue = random.normals(B);
    const second = Array.from(part(border, T, bootstrapValue));
    const first = Array.from(part(0, border, second.slice(0, B)));
    expectClose([...first, ...second], part(0, T, bootstrapValue), { tolerance: 1e-6 });
  });

  test.each([
    ['rewards', [6], [2, 3], [2, 3], [3]],
    ['ends', [2, 3], [3, 2], [2, 3], [3]],
    ['cutValues', [2, 3], [2, 3], [2], [3]],
    ['bootstrapValue', [2, 3], [2, 3], [2, 3], [2]],
  ])('%s of another shape is refused', (name, rewards, ends, cutValues, bootstrapValue) => {
    tf.tidy(() => {
      const call = (): tf.Tensor =>
        nStepReturns({
          rewards: tf.zeros(rewards as [number, number]),
          ends: tf.zeros(ends as [number, number]),
          cutValues: tf.zeros(cutValues as [number, number]),
          bootstrapValue: tf.zeros(bootstrapValue as [number]),
          discount: 1,
        });
      expect(call).toThrow(ShapeError);
      expect(call).toThrow(`nStepReturns: ${name}: expected shape`);
    });
  });
});
