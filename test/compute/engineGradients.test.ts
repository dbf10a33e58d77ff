import { beforeAll, describe, expect, test } from 'vitest';
import { chooseEngine, type EngineName } from '../../src/compute/engine.js';
import { tf } from '../../src/compute/tf.js';

type Values = readonly number[];

/** Small, unequal and reproducible numbers in (−1, 1). */
function values(count: number, phase: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin(i * 1.7 + phase) * 0.9);
}

/** Filter gradient by its definition, in float64 loops: dW[i,j,c,o] = Σ x[n, y·s+i−top, …]·dy[n,y,x,o]. */
function filterGradientReference(p: {
  readonly x: Values;
  readonly dy: Values;
  readonly input: readonly [n: number, h: number, w: number, c: number];
  readonly filter: readonly [h: number, w: number, c: number, o: number];
  readonly output: readonly [h: number, w: number];
  readonly stride: number;
  readonly padding: readonly [top: number, left: number];
}): number[] {
  const [batch, height, width, channels] = p.input;
  const [filterHeight, filterWidth, , outChannels] = p.filter;
  const [outHeight, outWidth] = p.output;
  const gradient: number[] = [];
  for (let i = 0; i < filterHeight; i++)
    for (let j = 0; j < filterWidth; j++)
      for (let c = 0; c < channels; c++)
        for (let o = 0; o < outChannels; o++) {
          let sum = 0;
          for (let n = 0; n < batch; n++)
            for (let y = 0; y < outHeight; y++)
              for (let x = 0; x < outWidth; x++) {
                const row = y * p.stride + i - p.padding[0];
                const column = x * p.stride + j - p.padding[1];
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                sum +=
                  p.x[((n * height + row) * width + column) * channels + c]! *
                  p.dy[((n * outHeight + y) * outWidth + x) * outChannels + o]!;
              }
          gradient.push(sum);
        }
  return gradient;
}

/** A maximum over windows, by its definition. */
interface Pooling {
  readonly pad: 'valid' | 'same';
  readonly input: readonly [n: number, h: number, w: number, c: number];
  readonly size: number;
  readonly stride: number;
  readonly output: readonly [h: number, w: number];
  readonly padding: readonly [top: number, left: number];
}

const POOLINGS: readonly Pooling[] = [
  // same: 4 rows need (2−1)·2+3 = 5, 1 below; 5 columns need 7, 1 on either side
  { pad: 'same', input: [2, 4, 5, 2], size: 3, stride: 2, output: [2, 3], padding: [0, 1] },
  // valid: (7−3)/2+1 = 3 by (6−3)/2+1 = 2, the last column in no window
  { pad: 'valid', input: [1, 7, 6, 3], size: 3, stride: 2, output: [3, 2], padding: [0, 0] },
  // windows with gaps between them
  { pad: 'valid', input: [1, 8, 7, 1], size: 2, stride: 3, output: [3, 2], padding: [0, 0] },
  { pad: 'same', input: [1, 5, 4, 2], size: 2, stride: 1, output: [5, 4], padding: [0, 0] },
];

/** The gradient of each output goes to the first place of its window that holds the maximum. */
function poolGradientReference(p: Pooling & { readonly x: Values; readonly dy: Values }): number[] {
  const [batch, height, width, channels] = p.input;
  const gradient = new Array<number>(p.x.length).fill(0);
  let output = 0;
  for (let n = 0; n < batch; n++)
    for (let y = 0; y < p.output[0]; y++)
      for (let x = 0; x < p.output[1]; x++)
        for (let c = 0; c < channels; c++) {
          let [best, place] = [-Infinity, -1];
          for (let i = 0; i < p.size; i++)
            for (let j = 0; j < p.size; j++) {
              const row = y * p.stride + i - p.padding[0];
              const column = x * p.stride + j - p.padding[1];
              if (row < 0 || row >= height || column < 0 || column >= width) continue;
              const at = ((n * height + row) * width + column) * channels + c;
              if (p.x[at]! > best) [best, place] = [p.x[at]!, at];
            }
          gradient[place]! += p.dy[output++]!;
        }
  return gradient;
}

function expectClose(actual: ArrayLike<number>, expected: Values, tolerance = 2e-5): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i]! - value), `element ${i}`).toBeLessThan(
      tolerance * Math.max(1, Math.abs(value)),
    );
  });
}

const CONVOLUTIONS = [
  // 2 × 9 × 11 × 3 image, 4 × 4 filter, stride 2: output (9−4)/2+1 = 3 by (11−4)/2+1 = 4, rest cut off
  {
    pad: 'valid',
    input: [2, 9, 11, 3],
    filter: [4, 4, 3, 5],
    stride: 2,
    output: [3, 4],
    padding: [0, 0],
  },
  // same padding: 3 rows need (3−1)·2+3 = 7, so 1 row of zeros, below; 4 columns need 9, 1 on the right
  {
    pad: 'same',
    input: [1, 6, 8, 2],
    filter: [3, 3, 2, 3],
    stride: 2,
    output: [3, 4],
    padding: [0, 0],
  },
  // same padding: ceil(7/2) = 4 rows need (4−1)·2+3 = 9, so 2 rows of zeros, 1 above; columns likewise
  {
    pad: 'same',
    input: [2, 7, 7, 2],
    filter: [3, 3, 2, 4],
    stride: 2,
    output: [4, 4],
    padding: [1, 1],
  },
  {
    pad: 'same',
    input: [1, 5, 6, 1],
    filter: [3, 3, 1, 2],
    stride: 1,
    output: [5, 6],
    padding: [1, 1],
  },
] as const;

describe.each<EngineName>(['cpu', 'wasm', 'tensorflow'])(
  'gradients on the engine %s',
  (preferred) => {
    beforeAll(async () => {
      expect((await chooseEngine({ preferred, threads: 1 })).name).toBe(preferred);
    });

    test.each(CONVOLUTIONS)('conv2d filter, pad $pad, stride $stride', (c) => {
      const { stride, pad } = c;
      const input = [...c.input] as [number, number, number, number];
      const filter = [...c.filter] as [number, number, number, number];
      const x = values(
        input.reduce((a, b) => a * b),
        0,
      );
      const dy = values(input[0] * c.output[0] * c.output[1] * filter[3], 1);
      const gradient = tf.tidy(() => {
        const dyTensor = tf.tensor4d(dy, [input[0], ...c.output, filter[3]]);
        const convolve = (w: tf.Tensor): tf.Tensor =>
          tf.conv2d(tf.tensor4d(x, input), w as tf.Tensor4D, stride, pad);
        return tf.grad(convolve)(tf.zeros(filter), dyTensor);
      });
      expectClose(gradient.dataSync(), filterGradientReference({ ...c, x, dy }));
      gradient.dispose();
    });

    test.each(POOLINGS)('maxPool $size×$size, pad $pad, stride $stride', (p) => {
      const input = [...p.input] as [number, number, number, number];
      // rounded, so that windows hold the maximum more than once
      const x = values(
        input.reduce((a, b) => a * b),
        0,
      ).map((value) => Math.round(2 * value) - 3);
      const dy = values(input[0] * p.output[0] * p.output[1] * input[3], 1);
      const gradient = tf.tidy(() => {
        const dyTensor = tf.tensor4d(dy, [input[0], ...p.output, input[3]]);
        const pool = (t: tf.Tensor): tf.Tensor =>
          tf.maxPool(t as tf.Tensor4D, p.size, p.stride, p.pad);
        return tf.grad(pool)(tf.tensor4d(x, input), dyTensor);
      });
      expectClose(gradient.dataSync(), poolGradientReference({ ...p, x, dy }));
      gradient.dispose();
    });

    test('gather: a row taken twice gets both gradients, one never taken gets none', () => {
      const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
      const weights = tf.tensor2d([1, 10, 100, 1000, 7, 9], [3, 2]);
      const loss = (t: tf.Tensor): tf.Tensor =>
        tf.sum(tf.mul(tf.gather(t, tf.tensor1d([2, 0, 2], 'int32')), weights));
      // row 2 was taken first and last: [1+7, 10+9]; row 0 in between: [100, 1000]
      expectClose(tf.grad(loss)(table).dataSync(), [100, 1000, 0, 0, 8, 19]);
    });

    test('no tensors leak', () => {
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const w = tf.ones([3, 3, 2, 4]);
        const convolve = (v: tf.Tensor): tf.Tensor =>
          tf.conv2d(tf.ones<tf.Rank.R4>([2, 7, 7, 2]), v as tf.Tensor4D, 2, 'same');
        tf.grad(convolve)(w);
        tf.grad((t) => tf.gather(t, tf.tensor1d([1, 1], 'int32')))(tf.ones([3, 2]));
        tf.grad((t) => tf.maxPool(t as tf.Tensor4D, 3, 2, 'same'))(tf.ones([1, 4, 4, 1]));
      });
      expect(tf.memory().numTensors).toBe(before);
    });
  },
);
