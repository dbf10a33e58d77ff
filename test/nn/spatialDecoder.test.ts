import { expect, test } from 'vitest';
import { tf } from '../../src/compute/index.js';
import { applySpatialDecoder, initSpatialDecoder, namedVariables } from '../../src/nn/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { randomNumbers } from '../support/random.js';
import { decode } from './decoderReference.js';

const [ROWS, INPUTS, CHANNELS, OUTPUTS] = [3, 5, 2, 3];

describeOnEveryEngine('spatial decoder', () => {
  test.each([
    { size: [4, 4], small: [1, 1] },
    { size: [6, 8], small: [2, 3] }, // (2−1)·2+4 = 6, (3−1)·2+4 = 8
    { size: [5, 9], small: [2, 4] }, // of 6×10, the last row and column cut off
    { size: [1, 3], small: [1, 1] },
  ] as const)('maps of $size come from maps of $small', ({ size, small }) => {
    const random = randomNumbers(11);
    const options = { inputs: INPUTS, channels: CHANNELS, outputs: OUTPUTS, size, seed: 1 };
    const parameters = initSpatialDecoder(options);
    const variables = [...namedVariables(parameters).values()];
    expect(variables.map(({ shape }) => shape)).toEqual([
      [small[0] * small[1] * CHANNELS, INPUTS],
      [small[0] * small[1] * CHANNELS],
      [4, 4, OUTPUTS, CHANNELS],
      [OUTPUTS],
    ]);
    const [weights, bias, kernel, last] = variables.map((v) => random.normals(v.size));
    tf.tidy(() => {
      [weights, bias, kernel, last].forEach((numbers, i) => {
        variables[i]!.assign(tf.tensor(numbers!, variables[i]!.shape));
      });
      const x = random.normals(ROWS * INPUTS);
      const y = applySpatialDecoder(parameters, options, tf.tensor2d(x, [ROWS, INPUTS]));
      expect(y.shape).toEqual([ROWS, ...size, OUTPUTS]);
      const numbers = {
        linear: { weights: weights!, bias: bias! },
        deconvolution: { kernel: kernel!, bias: last! },
      };
      const expected = Array.from({ length: ROWS }, (_, row) => {
        const vector = x.slice(row * INPUTS, (row + 1) * INPUTS);
        return decode(vector, numbers, { small, channels: CHANNELS, size }).flat(2);
      });
      expectClose(y.dataSync(), expected.flat());
    });
    tf.dispose(variables);
  });
});
