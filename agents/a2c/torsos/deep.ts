import { addBias, relu, tf } from '../../../src/compute/index.js';
import {
  applyConv2d,
  applyLinear,
  conv2dOutputSize,
  convolve,
  initConv2d,
  initLinear,
} from '../../../src/nn/index.js';
import type { Conv2dParameters } from '../../../src/nn/index.js';
import { scaledDown } from './scaledDown.js';
import type { Torso, TorsoOptions } from './torso.js';

/** Filters of the three sections. */
const SECTIONS = [16, 32, 32];
/** Every convolution of the network. */
const CONVOLUTION = { kernelSize: 3, stride: 1, padding: 'same' } as const;
/** The maximum at the end of a section's first convolution. */
const POOL = { kernelSize: 3, stride: 2, padding: 'same' } as const;

/** Variables of a residual block. */
interface Block {
  readonly conv1: Conv2dParameters;
  readonly conv2: Conv2dParameters;
  readonly [name: string]: Conv2dParameters;
}

/** Variables of a section. */
interface Section {
  readonly conv: Conv2dParameters;
  readonly block1: Block;
  readonly block2: Block;
  readonly [name: string]: Conv2dParameters | Block;
}

/**
 * IMPALA's deep residual torso: three sections of 16, 32 and 32 filters, each a 3×3 convolution, a 3×3
 * maximum with stride 2 and two residual blocks; then ReLU, a linear layer, ReLU. Zeros are padded
 * around every picture, so one of any size will do.
 *
 * Source: Espeholt et al. 2018, arXiv:1802.01561, Fig. 3 right.
 */
export function deepTorso({ imageShape, embeddingSize, seed }: TorsoOptions): Torso {
  const [height, width, channels] = imageShape;
  const pixels = [height, width]
    .map((side) => SECTIONS.reduce((size) => conv2dOutputSize(size, POOL), side))
    .reduce((product, side) => product * side);
  const features = pixels * SECTIONS.at(-1)!;
  let layers = 0;
  const conv = (inputs: number, outputs: number): Conv2dParameters =>
    initConv2d({ inputs, outputs, ...CONVOLUTION }, seed + layers++);
  const block = (filters: number): Block => ({
    conv1: conv(filters, filters),
    conv2: conv(filters, filters),
  });
  const sections = SECTIONS.map((filters, index): Section => {
    const inputs = index === 0 ? channels : SECTIONS[index - 1]!;
    return { conv: conv(inputs, filters), block1: block(filters), block2: block(filters) };
  });
  const linear = initLinear({ inputs: features, outputs: embeddingSize, seed: seed + layers });
  const named = sections.map((section, index) => [`section${index + 1}`, section] as const);
  return {
    parameters: { ...Object.fromEntries(named), linear },
    apply: (images) =>
      tf.tidy(() => {
        let x = images;
        sections.forEach(({ conv: first, block1, block2 }, index) => {
          const weights = index === 0 ? scaledDown(first) : first;
          const pooled = tf.maxPool(
            applyConv2d(weights, CONVOLUTION, x),
            ...([POOL.kernelSize, POOL.stride, POOL.padding] as const),
          );
          x = residual(block2, residual(block1, pooled));
        });
        const flat = tf.reshape<tf.Rank.R2>(relu(x), [-1, features]); // [N, H'*W'*32]
        return relu(applyLinear(linear, flat));
      }),
  };
}

/** x + conv(relu(conv(relu(x)))). */
function residual({ conv1, conv2 }: Block, x: tf.Tensor4D): tf.Tensor4D {
  const inner = applyConv2d(conv1, CONVOLUTION, relu(x));
  // The second bias joins x: TensorFlow 2.21's optimizer gives up on a graph with bias and sum behind a
  // convolution, and fuses nothing in it.
  return tf.add(addBias(x, conv2.bias), convolve(conv2.kernel, CONVOLUTION, relu(inner)));
}
