import { expect, test } from 'vitest';
import { tf } from '../../src/compute/index.js';
import {
  applyConv2d,
  applyLinear,
  conv2dOutputSize,
  initConv2d,
  initLinear,
  namedVariables,
} from '../../src/nn/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { numericalGradient } from '../support/numericalGradient.js';
import { randomNumbers } from '../support/random.js';

const GEOMETRY = { inputs: 2, outputs: 3, kernelSize: 3, stride: 2 };
const [N, HEIGHT, WIDTH] = [2, 6, 7]; // 6 − 3 = 3 and 7 − 3 = 4 steps of 2: 2 × 3 places

interface ConvolutionNumbers {
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  readonly bias: readonly number[];
}

/** Σ over window and channels of x · kernel, plus bias: one output number at a time. */
function convolution({ x, kernel, bias }: ConvolutionNumbers): number[] {
  const { inputs, outputs, kernelSize, stride } = GEOMETRY;
  const result: number[] = [];
  for (let n = 0; n < N; n++)
    for (let row = 0; row < 2; row++)
      for (let column = 0; column < 3; column++)
        for (let o = 0; o < outputs; o++) {
          let sum = bias[o]!;
          for (let i = 0; i < kernelSize; i++)
            for (let j = 0; j < kernelSize; j++)
              for (let c = 0; c < inputs; c++) {
                const [y, z] = [row * stride + i, column * stride + j];
                const pixel = x[((n * HEIGHT + y) * WIDTH + z) * inputs + c]!;
                sum += pixel * kernel[((i * kernelSize + j) * inputs + c) * outputs + o]!;
              }
          result.push(sum);
        }
  return result;
}

describeOnEveryEngine('layers', () => {
  test('convolution: values and gradients equal float64 loops', () => {
    const random = randomNumbers(5);
    const numbers: ConvolutionNumbers = {
      x: random.normals(N * HEIGHT * WIDTH * 2),
      kernel: random.normals(3 * 3 * 2 * 3),
      bias: random.normals(3),
    };
    const pull = random.normals(N * 2 * 3 * 3);
    const loss = (changed: Partial<ConvolutionNumbers>): number =>
      convolution({ ...numbers, ...changed }).reduce((sum, y, i) => sum + y * pull[i]!, 0);
    tf.tidy(() => {
      const x = tf.tensor4d([...numbers.x], [N, HEIGHT, WIDTH, 2]);
      const kernel = tf.tensor4d([...numbers.kernel], [3, 3, 2, 3]);
      const bias = tf.tensor1d([...numbers.bias]);
      const apply = (...[k, b, p]: tf.Tensor[]): tf.Tensor =>
        applyConv2d(
          { kernel: k as tf.Variable, bias: b as tf.Variable },
          GEOMETRY,
          p as tf.Tensor4D,
        );
      const y = apply(kernel, bias, x);
      expect(y.shape).toEqual([N, 2, 3, 3]);
      expectClose(y.dataSync(), convolution(numbers));
      const weights = tf.tensor4d(pull, [N, 2, 3, 3]);
      const gradients = tf.grads((...inputs) => tf.sum(tf.mul(apply(...inputs), weights)))([
        kernel,
        bias,
        x,
      ]);
      const [ofKernel, ofBias, ofX] = gradients.map((gradient) => gradient.dataSync());
      expectClose(
        ofKernel!,
        numericalGradient((v) => loss({ kernel: v }), numbers.kernel),
      );
      expectClose(
        ofBias!,
        numericalGradient((v) => loss({ bias: v }), numbers.bias),
      );
      expectClose(
        ofX!,
        numericalGradient((v) => loss({ x: v }), numbers.x),
      );
    });
  });

  test('linear layer, worked by hand', () => {
    const weights = tf.variable(tf.tensor2d([[1, 4], [2, 5], [3, 6]])); // prettier-ignore
    const bias = tf.variable(tf.tensor1d([10, 20, 30]));
    const y = applyLinear({ weights, bias }, tf.tensor2d([[1, -1], [2, 0.5]])); // prettier-ignore
    // (1−4, 2−5, 3−6) + bias; (2+2, 4+2.5, 6+3) + bias
    expect(y.arraySync()).toEqual([[7, 17, 27], [14, 26.5, 39]]); // prettier-ignore
    tf.dispose([weights, bias, y]);
  });

  test('layers start with zero bias and weights within two deviations of fan-in', () => {
    const conv = initConv2d({ inputs: 3, outputs: 16, kernelSize: 8, stride: 4 }, 1);
    const linear = initLinear({ inputs: 50, outputs: 7, seed: 1 });
    expect([conv.kernel.shape, conv.bias.shape]).toEqual([[8, 8, 3, 16], [16]]);
    expect([linear.weights.shape, linear.bias.shape]).toEqual([[7, 50], [7]]);
    const largest = (v: tf.Variable): number => Math.max(...Array.from(v.dataSync(), Math.abs));
    expect(largest(conv.bias)).toBe(0);
    expect(largest(linear.bias)).toBe(0);
    // 2/√(8·8·3) and 2/√50; the largest of thousands, or of 350, comes near.
    expect(largest(conv.kernel) / (2 / Math.sqrt(192))).toBeCloseTo(1, 1);
    expect(largest(linear.weights) / (2 / Math.sqrt(50))).toBeCloseTo(1, 1);
    tf.dispose([...Object.values(conv), ...Object.values(linear)]);
  });

  test('variables of a tree have names with slashes, in the order of the tree', () => {
    const [a, b, c] = [1, 2, 3].map((value) => tf.variable(tf.scalar(value)));
    const names = namedVariables({ torso: { conv1: { kernel: a!, bias: b! } }, value: c! });
    expect([...names]).toEqual([
      ['torso/conv1/kernel', a],
      ['torso/conv1/bias', b],
      ['value', c],
    ]);
    tf.dispose([a!, b!, c!]);
  });
});

test.each([
  [72, 8, 4, 17], // the shallow torso at 72 × 96
  [96, 8, 4, 23],
  [17, 4, 2, 7],
  [23, 4, 2, 10],
  [8, 8, 4, 1],
  [7, 8, 4, 0],
])('%d pixels, kernel %d, stride %d: %d places', (size, kernelSize, stride, places) => {
  expect(conv2dOutputSize(size, { kernelSize, stride })).toBe(places);
});
