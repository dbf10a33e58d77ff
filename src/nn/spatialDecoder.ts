import { relu, tf } from '../compute/index.js';
import type { Conv2dParameters } from './conv2d.js';
import {
  applyConv2dTranspose,
  conv2dTransposeOutputSize,
  initConv2dTranspose,
} from './conv2dTranspose.js';
import { applyLinear, initLinear } from './linear.js';
import type { LinearParameters } from './linear.js';

/** Geometry of the one transposed convolution. */
const DECONVOLUTION = { kernelSize: 4, stride: 2 } as const;

/** What a decoder from vectors to maps is made for. */
export interface SpatialDecoderOptions {
  /** Size of a vector. */
  readonly inputs: number;
  /** Channels of the small map between the two layers. */
  readonly channels: number;
  /** Channels of the map that comes out. */
  readonly outputs: number;
  /** `[height, width]` of the map that comes out, in pixels. */
  readonly size: readonly [height: number, width: number];
  readonly seed: number;
}

/** Variables of a decoder. */
export interface SpatialDecoderParameters {
  readonly linear: LinearParameters;
  readonly deconvolution: Conv2dParameters;
  readonly [name: string]: LinearParameters | Conv2dParameters;
}

/** Makes the variables of a decoder; the caller disposes them. */
export function initSpatialDecoder(options: SpatialDecoderOptions): SpatialDecoderParameters {
  const { inputs, channels, outputs, size, seed } = options;
  const [height, width] = smallMap(size);
  return {
    linear: initLinear({ inputs, outputs: height * width * channels, seed }),
    deconvolution: initConv2dTranspose({ inputs: channels, outputs, ...DECONVOLUTION }, seed + 1),
  };
}

/**
 * From vectors to maps: a linear layer and ReLU to a map of about half the height and width, then a
 * transposed convolution of 4×4 with stride 2. What it makes beyond `size` is cut off below and to the
 * right.
 *
 * Source: the pixel control network of Jaderberg et al. 2016, arXiv:1611.05397, appendix, for maps of any size.
 *
 * @param x - `[N, inputs]` float32.
 * @returns `[N, height, width, outputs]` float32.
 */
export function applySpatialDecoder(
  { linear, deconvolution }: SpatialDecoderParameters,
  { channels, outputs, size }: Pick<SpatialDecoderOptions, 'channels' | 'outputs' | 'size'>,
  x: tf.Tensor2D,
): tf.Tensor4D {
  return tf.tidy(() => {
    const [rows] = x.shape;
    const small: tf.Tensor4D = tf.reshape(relu(applyLinear(linear, x)), [
      rows,
      ...smallMap(size),
      channels,
    ]);
    const map = applyConv2dTranspose(deconvolution, DECONVOLUTION, small);
    const fits = map.shape[1] === size[0] && map.shape[2] === size[1];
    return fits ? map : tf.slice(map, [0, 0, 0, 0], [rows, ...size, outputs]);
  });
}

/** The smallest map from which the transposed convolution covers `size`. */
function smallMap(size: readonly [number, number]): [height: number, width: number] {
  const smallest = conv2dTransposeOutputSize(1, DECONVOLUTION);
  const side = (wanted: number): number =>
    1 + Math.max(0, Math.ceil((wanted - smallest) / DECONVOLUTION.stride));
  return [side(size[0]), side(size[1])];
}
