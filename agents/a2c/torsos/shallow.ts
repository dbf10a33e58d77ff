import { ArgumentError, relu, tf } from '../../../src/compute/index.js';
import {
  applyConv2d,
  applyLinear,
  conv2dOutputSize,
  initConv2d,
  initLinear,
} from '../../../src/nn/index.js';
import { scaledDown } from './scaledDown.js';
import type { Torso, TorsoOptions } from './torso.js';

const FIRST = { outputs: 16, kernelSize: 8, stride: 4 };
const SECOND = { inputs: 16, outputs: 32, kernelSize: 4, stride: 2 };

/**
 * IMPALA's shallow torso: 16 filters 8×8 stride 4, 32 filters 4×4 stride 2, a linear layer; ReLU
 * after each.
 *
 * Source: Espeholt et al. 2018, arXiv:1802.01561, Fig. 3 left. The paper does not say how borders are
 * padded; without padding its whole network, language branch included, has the 1.2 M parameters it
 * states, with padding 1.5 M.
 *
 * @throws ArgumentError if the picture is too small for the two convolutions.
 */
export function shallowTorso({ imageShape, embeddingSize, seed }: TorsoOptions): Torso {
  const [height, width, channels] = imageShape;
  const sides = [height, width].map((side) =>
    conv2dOutputSize(conv2dOutputSize(side, FIRST), SECOND),
  );
  const pixels = sides[0]! * sides[1]!;
  if (Math.min(...sides) < 1) {
    throw new ArgumentError(
      `shallow torso: pictures of ${height}×${width} pixels are too small; it needs 20×20 or more.`,
    );
  }
  const features = pixels * SECOND.outputs;
  const parameters = {
    conv1: initConv2d({ inputs: channels, ...FIRST }, seed),
    conv2: initConv2d(SECOND, seed + 1),
    linear: initLinear({ inputs: features, outputs: embeddingSize, seed: seed + 2 }),
  };
  return {
    parameters,
    apply: (images) =>
      tf.tidy(() => {
        const first = relu(applyConv2d(scaledDown(parameters.conv1), FIRST, images));
        const second = relu(applyConv2d(parameters.conv2, SECOND, first));
        const flat = tf.reshape<tf.Rank.R2>(second, [-1, features]); // [N, H''*W''*32]
        return relu(applyLinear(parameters.linear, flat));
      }),
  };
}
