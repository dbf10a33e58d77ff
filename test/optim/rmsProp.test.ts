import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tf } from '../../src/compute/index.js';
import { clipByGlobalNorm, createRmsProp } from '../../src/optim/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { randomNumbers } from '../support/random.js';

/** Written by test/golden/rmsprop_tensorflow.py. */
interface Golden {
  readonly learningRate: number;
  readonly decay: number;
  readonly epsilon: number;
  readonly maxNorm: number;
  readonly start: number[];
  readonly gradients: number[][];
  readonly expected: {
    readonly values: number[][];
    readonly meanSquares: number[][];
    readonly clipped: { readonly norm: number; readonly gradient: number[] }[];
  };
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/rmsprop.json', import.meta.url), 'utf8'),
) as Golden;

interface Settings {
  readonly decay: number;
  readonly epsilon: number;
  readonly initialMeanSquare?: number;
}

/** Values and mean squares after every update, one gradient per update. */
function run(
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  { rates, ...settings }: Settings & { readonly rates: readonly number[] },
): { values: number[][]; meanSquares: number[][] } {
  const variable = tf.variable(tf.tensor1d([...start]));
  const optimizer = createRmsProp(new Map([['w', variable]]), settings);
  const [values, meanSquares]: [number[][], number[][]] = [[], []];
  gradients.forEach((gradient, step) => {
    tf.tidy(() => {
      optimizer.apply(new Map([['w', tf.tensor1d([...gradient])]]), tf.scalar(rates[step]!));
    });
    values.push(Array.from(variable.dataSync()));
    meanSquares.push(Array.from(optimizer.slots.get('w/meanSquare')!.dataSync()));
  });
  optimizer.dispose();
  variable.dispose();
  return { values, meanSquares };
}

/** ms ← ms + (1 − ρ)(g² − ms); θ ← θ − lr g / √(ms + ε), one number at a time. */
function reference(
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  settings: Settings & { readonly rates: readonly number[] },
): { values: number[][]; meanSquares: number[][] } {
  const [values, meanSquares]: [number[][], number[][]] = [[], []];
  let [value, square] = [[...start], start.map(() => settings.initialMeanSquare ?? 1)];
  gradients.forEach((gradient, step) => {
    square = square.map((ms, i) => ms + (1 - settings.decay) * (gradient[i]! ** 2 - ms));
    value = value.map(
      (w, i) =>
        w - (settings.rates[step]! * gradient[i]!) / Math.sqrt(square[i]! + settings.epsilon),
    );
    values.push(value);
    meanSquares.push(square);
  });
  return { values, meanSquares };
}

describeOnEveryEngine('RMSProp', () => {
  test('one update by hand', () => {
    // ms = 1 + 0.25·(3² − 1) = 3; θ = 5 − 0.5·3/√(3 + 1) = 4.25
    const settings = { decay: 0.75, epsilon: 1, rates: [0.5] };
    const { values, meanSquares } = run([5], [[3]], settings);
    expect([values, meanSquares]).toEqual([[[4.25]], [[3]]]);
  });

  test("equals TensorFlow's own optimizer of version 1", () => {
    const { start, gradients, decay, epsilon, learningRate } = golden;
    const rates = gradients.map(() => learningRate);
    const { values, meanSquares } = run(start, gradients, { decay, epsilon, rates });
    expectClose(values.flat(), golden.expected.values.flat());
    expectClose(meanSquares.flat(), golden.expected.meanSquares.flat());
  });

  test.each([
    [{ decay: 0.99, epsilon: 0.1 }, 1],
    [{ decay: 0.9, epsilon: 1e-7, initialMeanSquare: 0 }, 2],
    [{ decay: 0, epsilon: 1e-3, initialMeanSquare: 1e-4 }, 3],
  ])('equals float64 loops over ten updates with a falling rate: %j', (settings, seed) => {
    const random = randomNumbers(seed);
    const start = random.normals(6);
    const gradients = Array.from({ length: 10 }, () => random.normals(6));
    const rates = gradients.map((_, step) => 0.1 * (1 - step / 10));
    const { values, meanSquares } = run(start, gradients, { ...settings, rates });
    const expected = reference(start, gradients, { ...settings, rates });
    expectClose(values.flat(), expected.values.flat());
    expectClose(meanSquares.flat(), expected.meanSquares.flat());
  });

  test('a gradient that is missing is an error that names the variable', () => {
    const variable = tf.variable(tf.scalar(1));
    const optimizer = createRmsProp(new Map([['core/bias', variable]]), { decay: 0.9, epsilon: 1 });
    const rate = tf.scalar(1);
    expect(() => { optimizer.apply(new Map(), rate); }).toThrow("'core/bias'"); // prettier-ignore
    optimizer.dispose();
    tf.dispose([variable, rate]);
  });

  test('leaks no tensor', () => {
    const before = tf.memory().numTensors;
    const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
    const optimizer = createRmsProp(new Map([['w', variable]]), { decay: 0.9, epsilon: 1 });
    const [gradient, rate] = [tf.tensor1d([1, 1]), tf.scalar(0.1)];
    const during = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) optimizer.apply(new Map([['w', gradient]]), rate);
    expect(tf.memory().numTensors).toBe(during);
    optimizer.dispose();
    tf.dispose([variable, gradient, rate]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describeOnEveryEngine('clipping by the joint norm', () => {
  const clip = (
    first: readonly number[],
    second: readonly number[],
    maxNorm: number,
  ): { norm: number; gradient: number[] } => {
    const [a, b] = [tf.tensor1d([...first]), tf.tensor1d([...second])];
    const { gradients, norm } = clipByGlobalNorm(new Map([['a', a], ['b', b]]), maxNorm); // prettier-ignore
    const numbers = ['a', 'b'].map((name) => Array.from(gradients.get(name)!.dataSync()));
    const result = { norm: norm.dataSync()[0]!, gradient: numbers.flat() };
    tf.dispose([a, b, norm, ...gradients.values()]);
    return result;
  };

  test('by hand', () => {
    // √(3² + 4² + 12²) = 13
    expect(clip([3, 4], [12], 26)).toEqual({ norm: 13, gradient: [3, 4, 12] });
    expect(clip([3, 4], [12], 13)).toEqual({ norm: 13, gradient: [3, 4, 12] });
    const { norm, gradient } = clip([3, 4], [12], 6.5);
    expect(norm).toBe(13);
    expectClose(gradient, [1.5, 2, 6], { tolerance: 1e-6 });
    expect(clip([0, 0], [0], 1)).toEqual({ norm: 0, gradient: [0, 0, 0] });
  });

  test('equals tf.clip_by_global_norm of TensorFlow', () => {
    golden.gradients.forEach((gradient, step) => {
      const expected = golden.expected.clipped[step]!;
      const clipped = clip(gradient.slice(0, 2), gradient.slice(2), golden.maxNorm);
      expectClose([clipped.norm], [expected.norm]);
      expectClose(clipped.gradient, expected.gradient);
    });
  });

  test('leaves nothing behind but what it returns', () => {
    const [a, b] = [tf.tensor1d([3, 4]), tf.scalar(12)];
    const before = tf.memory().numTensors;
    const { gradients, norm } = clipByGlobalNorm(new Map<string, tf.Tensor>([['a', a], ['b', b]]), 1); // prettier-ignore
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose([a, b, norm, ...gradients.values()]);
  });
});
