import { tf } from '../../src/compute/index.js';
import { applyLinear, applyLstm, initLinear, initLstm } from '../../src/nn/index.js';
import type { LstmState, ParameterTree } from '../../src/nn/index.js';
import type { A2cConfig } from './config.js';
import { torsos } from './torsos/index.js';

/** What the network is built for. */
export interface NetworkOptions {
  readonly config: A2cConfig;
  /** `[height, width, channels]` of one picture. */
  readonly imageShape: readonly [number, number, number];
  /** A, number of actions. */
  readonly actions: number;
  readonly seed: number;
}

/** T steps of B environments; acting is the case T = 1. All time first. */
export type NetworkInputs = {
  /** `[T, B, H, W, C]` float32, 0 to 255. */
  images: tf.Tensor5D;
  /** `[T, B]` int32, −1 for "none". */
  lastActions: tf.Tensor2D;
  /** `[T, B]` float32. */
  lastRewards: tf.Tensor2D;
  /** `[T, B]` float32, 0 or 1. */
  episodeStarts: tf.Tensor2D;
  /** Before the first step; `[B, C]` each. */
  state: LstmState;
};

/** What the network makes of them. */
export type NetworkOutputs = {
  /** `[T, B, Z]`: the torso's output. */
  embeddings: tf.Tensor3D;
  /** `[T, B, C]`: the LSTM's output. */
  contexts: tf.Tensor3D;
  /** `[T*B, A]`. */
  logits: tf.Tensor2D;
  /** `[T*B]`. */
  values: tf.Tensor1D;
  /** After the last step. */
  state: { hidden: tf.Tensor2D; cell: tf.Tensor2D };
};

/** Torso, LSTM and heads: one definition for acting and for learning. */
export interface Network {
  readonly parameters: ParameterTree;
  /** `[N, H, W, C]` float32, 0 to 255 → `[N, Z]`. */
  encode(images: tf.Tensor4D): tf.Tensor2D;
  apply(inputs: NetworkInputs): NetworkOutputs;
}

/**
 * IMPALA's network without the language branch: torso, then an LSTM that gets the embedding, the
 * clipped last reward and the one-hot last action, then linear policy and value.
 *
 * Source: Espeholt et al. 2018, arXiv:1802.01561, Fig. 3 and App. D.
 */
export function createNetwork({ config, imageShape, actions, seed }: NetworkOptions): Network {
  const { embeddingSize, lstmSize } = config;
  const torso = torsos[config.torso]({ imageShape, embeddingSize, seed });
  const core = initLstm({
    inputs: embeddingSize + 1 + actions,
    units: lstmSize,
    seed: seed + 100,
  });
  const policy = initLinear({ inputs: lstmSize, outputs: actions, seed: seed + 200 });
  const value = initLinear({ inputs: lstmSize, outputs: 1, seed: seed + 300 });
  const coreInputs = ({ lastActions, lastRewards }: NetworkInputs, embeddings: tf.Tensor3D) => {
    const oneHot = tf.cast(tf.oneHot(lastActions, actions), 'float32') as tf.Tensor3D;
    const rewards = tf.expandDims<tf.Tensor3D>(clip(lastRewards, config.rewardClip), 2);
    return tf.concat([embeddings, rewards, oneHot], 2); // [T, B, Z + 1 + A]
  };
  return {
    parameters: { torso: torso.parameters, core, policy, value },
    encode: (images) => torso.apply(images),
    apply: (inputs) =>
      tf.tidy((): NetworkOutputs => {
        const [steps, batch, height, width, channels] = inputs.images.shape;
        const rows = steps * batch;
        const images: tf.Tensor4D = tf.reshape(inputs.images, [rows, height, width, channels]);
        const encoded = torso.apply(images); // [T*B, Z]
        const embeddings: tf.Tensor3D = tf.reshape(encoded, [steps, batch, embeddingSize]);
        const { episodeStarts, state } = inputs;
        const sequence = { inputs: coreInputs(inputs, embeddings), episodeStarts, state };
        const { outputs: contexts, state: after } = applyLstm(core, sequence);
        const flat: tf.Tensor2D = tf.reshape(contexts, [rows, lstmSize]); // [T*B, C]
        return {
          embeddings,
          contexts,
          logits: applyLinear(policy, flat),
          values: tf.reshape(applyLinear(value, flat), [rows]),
          state: { hidden: after.hidden, cell: after.cell },
        };
      }),
  };
}

/** Clips to [−limit, limit]; `null` leaves the values alone. */
export function clip<T extends tf.Tensor>(values: T, limit: number | null): T {
  return limit === null ? tf.clone(values) : tf.clipByValue(values, -limit, limit);
}
