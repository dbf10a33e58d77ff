import { expect, test } from 'vitest';
import { cellGrid, cellMeans } from '../../src/auxiliary/imageCells.js';
import { ArgumentError, tf } from '../../src/compute/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { randomNumbers } from '../support/random.js';
import { cellsOf } from './pictures.js';

describeOnEveryEngine('cells of pictures', () => {
  test.each([
    { image: [4, 6], cellSize: 2, size: [2, 3], start: [0, 0] },
    { image: [7, 9], cellSize: 4, size: [1, 2], start: [1, 0] }, // 3 rows too many: 1 above, 2 below
    { image: [5, 8], cellSize: 3, size: [1, 2], start: [1, 1] },
    { image: [3, 3], cellSize: 1, size: [3, 3], start: [0, 0] },
  ] as const)('of $image pixels, $cellSize a side: $size', ({ image, cellSize, size, start }) => {
    const grid = cellGrid('test', image, cellSize);
    expect(grid.size).toEqual(size);
    const [height, width] = image;
    const pixels = randomNumbers(3).normals(2 * height * width * 3);
    tf.tidy(() => {
      const images = tf.tensor4d(pixels, [2, height, width, 3]);
      const means = cellMeans(images, grid);
      expect(means.shape).toEqual([2, ...size, 3]);
      const expected = [0, 1].flatMap((n) => {
        const one = pixels.slice(n * height * width * 3, (n + 1) * height * width * 3);
        return cellsOf(one, { image, cellSize, size, start }).flat(2);
      });
      expectClose(means.dataSync(), expected);
      const gradient = tf.grad((x) => tf.add(tf.sum(cellMeans(x as tf.Tensor4D, grid)), tf.sum(x)));
      expect(new Set(gradient(images).dataSync())).toEqual(new Set([1])); // of tf.sum(x) alone
    });
  });
});

test('cells larger than the picture are refused', () => {
  const make = (): unknown => cellGrid('PixelControlLoss', [3, 8], 4);
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(
    "PixelControlLoss: option 'cellSize': expected cells that fit into pictures of 3×8 pixels, got " +
      'cells of 4×4.',
  );
});
