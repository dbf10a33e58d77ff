import type { ParameterTree } from '../../../src/nn/index.js';
import type { tf } from '../../../src/compute/index.js';

/** What a torso is built for. */
export interface TorsoOptions {
  /** `[height, width, channels]` of one picture, in pixels. */
  readonly imageShape: readonly [height: number, width: number, channels: number];
  readonly embeddingSize: number;
  readonly seed: number;
}

/** A network from pictures to embeddings; its maker owns the variables. */
export interface Torso {
  readonly parameters: ParameterTree;
  /** `[N, H, W, C]` float32, 0 to 255 → `[N, embeddingSize]` float32. */
  apply(images: tf.Tensor4D): tf.Tensor2D;
}
