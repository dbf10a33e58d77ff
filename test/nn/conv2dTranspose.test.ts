import { expect, test } from 'vitest';
import { tf } from '../../src/compute/index.js';
import {
  applyConv2dTranspose,
  conv2dTransposeOutputSize,
  initConv2dTranspose,
} from '../../src/nn/index.js';
import type { Conv2dTransposeGeometry } from '../../src/nn/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { cube } from '../support/nested.js';
import { numericalGradient } from '../support/numericalGradient.js';
import { randomNumbers } from '../support/random.js';
import { transposedConvolution } from './decoderReference.js';

interface Case extends Conv2dTransposeGeometry {
  readonly input: readonly [n: number, height: number, width: number];
  readonly output: readonly [height: number, width: number];
}

const CASES: readonly Case[] = [
  // the decoder's: (2−1)·2+4 = 6, (3−1)·2+4 = 8
  { inputs: 3, outputs: 2, kernelSize: 4, stride: 2, input: [2, 2, 3], output: [6, 8] },
  { inputs: 2, outputs: 1, kernelSize: 4, stride: 2, input: [1, 1, 2], output: [4, 6] },
  // an odd kernel; (3−1)·2+3 = 7, (2−1)·2+3 = 5
  { inputs: 1, outputs: 3, kernelSize: 3, stride: 2, input: [2, 3, 2], output: [7, 5] },
  // gaps between the kernels hold the bias alone; (2−1)·3+2 = 5, (3−1)·3+2 = 8
  { inputs: 2, outputs: 2, kernelSize: 2, stride: 3, input: [1, 2, 3], output: [5, 8] },
  { inputs: 2, outputs: 2, kernelSize: 3, stride: 1, input: [1, 4, 2], output: [6, 4] },
];

interface Numbers {
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  readonly bias: readonly number[];
}

function reference({ x, kernel, bias }: Numbers, given: Case): number[] {
  const [n, height, width] = given.input;
  const size = x.length / n;
  return Array.from({ length: n }, (_, i) => {
    const map = cube(x.slice(i * size, (i + 1) * size), [height, width, given.inputs]);
    return transposedConvolution(map, { ...given, kernel, bias }).flat(2);
  }).flat();
}

describeOnEveryEngine('transposed convolution', () => {
  test.each(CASES)('values and gradients equal float64 loops: %o', (given) => {
    const { inputs, outputs, kernelSize, stride, input, output } = given;
    const random = randomNumbers(7);
    const numbers: Numbers = {
      x: random.normals(input[0] * input[1] * input[2] * inputs),
      kernel: random.normals(kernelSize ** 2 * outputs * inputs),
      bias: random.normals(outputs),
    };
    const pull = random.normals(input[0] * output[0] * output[1] * outputs);
    const loss = (changed: Partial<Numbers>): number =>
      reference({ ...numbers, ...changed }, given).reduce((sum, y, i) => sum + y * pull[i]!, 0);
    tf.tidy(() => {
      const tensors = [
        tf.tensor4d([...numbers.x], [...input, inputs]),
        tf.tensor4d([...numbers.kernel], [kernelSize, kernelSize, outputs, inputs]),
        tf.tensor1d([...numbers.bias]),
      ];
      const apply = (...[x, kernel, bias]: tf.Tensor[]): tf.Tensor =>
        applyConv2dTranspose({ kernel: kernel!, bias: bias! }, { stride }, x as tf.Tensor4D);
      const y = apply(...tensors);
      expect(y.shape).toEqual([input[0], ...output, outputs]);
      expectClose(y.dataSync(), reference(numbers, given));
      const weights = tf.tensor4d(pull, [input[0], ...output, outputs]);
      const gradients = tf.grads((...all) => tf.sum(tf.mul(apply(...all), weights)))(tensors);
      (['x', 'kernel', 'bias'] as const).forEach((name, i) => {
        const expected = numericalGradient((v) => loss({ [name]: v }), numbers[name]);
        expectClose(gradients[i]!.dataSync(), expected, { what: `gradient of ${name}` });
      });
    });
  });

  test('starts with zero bias and weights within two deviations of fan-in', () => {
    const { kernel, bias } = initConv2dTranspose(
      { inputs: 32, outputs: 10, kernelSize: 4, stride: 2 },
      1,
    );
    expect([kernel.shape, bias.shape]).toEqual([[4, 4, 10, 32], [10]]);
    expect(Array.from(bias.dataSync())).toEqual(Array<number>(10).fill(0));
    // Four kernels lie over each other: 4·32 inputs to a pixel, 2/√128 at most; thousands come near.
    const largest = Math.max(...Array.from(kernel.dataSync(), Math.abs));
    expect(largest / (2 / Math.sqrt(128))).toBeCloseTo(1, 1);
    tf.dispose([kernel, bias]);
  });
});

test.each([
  [9, 4, 2, 20], // UNREAL's map of 20×20
  [8, 4, 2, 18], // 72 pixels in cells of 4
  [11, 4, 2, 24], // 96 pixels
  [1, 3, 2, 3],
])('%d pixels, kernel %d, stride %d: %d pixels', (size, kernelSize, stride, pixels) => {
  expect(conv2dTransposeOutputSize(size, { kernelSize, stride })).toBe(pixels);
});
