import type { tf } from '../compute/index.js';
import type { WeightSchedule } from './weight.js';

/** What an auxiliary loss may see of one unroll. Time first: T steps, B sequences. */
export interface UnrollFeatures {
  /** `[T, B, Z]` float32, the torso's output for every observation (CPC's g_enc). */
  readonly embeddings: tf.Tensor3D;
  /** `[T, B, C]` float32, the recurrent core's output (CPC's g_ar): depends on o≤t, a<t, r<t. */
  readonly contexts: tf.Tensor3D;
  /** `[T, B]` float32: 1 where observation t is the first of an episode, else 0. */
  readonly episodeStarts: tf.Tensor2D;
  /** `[T, B]` int32, action taken after observation t. */
  readonly actions: tf.Tensor2D;
  /** `[T, B]` float32, reward received after action t, clipped as the agent clips it. */
  readonly rewards: tf.Tensor2D;
  /** `[T, B, H, W, 3]` float32 in [0, 1], cast on demand. */
  observations(): tf.Tensor5D;
  /** The agent's torso, for losses that encode other pictures: `[N, H, W, 3]` in [0, 1] → `[N, Z]`. */
  encode(observations: tf.Tensor4D): tf.Tensor2D;
}

/** Named tensors that a loss reports: scalars, or one value per prediction step; NaN means "none". */
export type AuxiliaryMetrics = Record<string, tf.Tensor>;

/** Result of {@link AuxiliaryLoss.compute}. */
export type AuxiliaryResult = {
  /** Unweighted mean loss. */
  loss: tf.Scalar;
  metrics: AuxiliaryMetrics;
};

/**
 * An extra loss on the agent's own unroll. It owns its variables, never the agent's.
 *
 * `F` lists the features it really uses, so that an agent need supply only those.
 */
export interface AuxiliaryLoss<F = UnrollFeatures> {
  /** Key in configs, checkpoints and metrics (`auxiliary/<name>/…`). */
  readonly name: string;
  /** Factor in the total loss, above 0; applied by the caller. */
  readonly weight: number;
  /** How the weight moves over a run; constant if left out. The caller sees to it. */
  readonly weightSchedule?: WeightSchedule;
  /** Trained by the caller's optimizer, together with the agent's variables. */
  readonly variables: readonly tf.Variable[];
  /** The same variables under the names that checkpoints use. */
  readonly namedVariables: ReadonlyMap<string, tf.Variable>;
  /** Fresh randomness for one update, fed as arguments (a recorded graph cannot draw its own). */
  draws?(update: number): Record<string, tf.Tensor>;
  /** Runs inside the gradient tape: disposes no input, reads no value back. */
  compute(features: F, draws?: Readonly<Record<string, tf.Tensor>>): AuxiliaryResult;
  /** Called once after every update of the variables, e.g. to move a momentum encoder. */
  afterUpdate?(): void;
  dispose(): void;
}
