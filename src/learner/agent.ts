import type { UnrollFeatures } from '../auxiliary/index.js';
import type { tf } from '../compute/index.js';

/** Recurrent state by name; `[N, size]` float32 each. Zeros mean "nothing seen yet". */
export type AgentState = Record<string, tf.Tensor2D>;

/** What an agent sees of N environments at one moment. */
export type Percept = {
  /** `[N, H, W, 3]` pictures, 0 to 255; see `imageTensor` for their type. */
  observations: tf.Tensor4D;
  /** `[N]` int32: the action before; −1 where the observation is the first of an episode. */
  lastActions: tf.Tensor1D;
  /** `[N]` float32: the reward of that action, not clipped; 0 at the first of an episode. */
  lastRewards: tf.Tensor1D;
  /** `[N]` float32: 1 where the observation is the first of an episode, else 0. */
  episodeStarts: tf.Tensor1D;
};

/** What {@link Agent.act} decides on. */
export type ActInputs = {
  percept: Percept;
  /** State before the observations. */
  state: AgentState;
  /** `[N, A]` float32, uniform in (0, 1): the only source of chance. */
  noise: tf.Tensor2D;
};

/** What {@link Agent.act} answers. */
export type Decision = {
  /** `[N]` int32. */
  actions: tf.Tensor1D;
  /** `[N]` float32, log π of those actions under the acting policy. */
  logProbabilities: tf.Tensor1D;
  /** `[N]` float32, the value of the observation. */
  values: tf.Tensor1D;
  /** State after this observation. */
  state: AgentState;
};

/** T moments of B environments; the fields of {@link Percept}, time first. */
export type Percepts = {
  /** `[T, B, H, W, 3]` */
  observations: tf.Tensor5D;
  /** `[T, B]` int32 */
  lastActions: tf.Tensor2D;
  /** `[T, B]` float32 */
  lastRewards: tf.Tensor2D;
  /** `[T, B]` float32 */
  episodeStarts: tf.Tensor2D;
};

/** T steps of B environments, time first. */
export type UnrollBatch = {
  /** Rows 0 to T − 1. */
  percepts: Percepts;
  /** Row T, which follows the last action: it yields a bootstrap value and nothing else; `[B]` each. */
  next: Percept;
  /** `[T, B]` int32, taken on observation t. */
  actions: tf.Tensor2D;
  /** `[T, B]` float32, received after action t, not clipped. */
  rewards: tf.Tensor2D;
  /** `[T, B]` float32: 1 where the episode ended after action t, terminated or cut. */
  ends: tf.Tensor2D;
  /** `[T, B]` float32: value of the state in which a time limit cut the episode, else 0. */
  cutValues: tf.Tensor2D;
  /** `[T, B]` float32: 1 where the row counts, 0 where its environment was lost. */
  weights: tf.Tensor2D;
};

/** What {@link Agent.unroll} makes of an unroll. */
export type UnrollResult = {
  /** The agent's own loss, differentiable. */
  loss: tf.Scalar;
  /**
   * What one unit of a mean loss weighs in `loss`: T·B where the agent sums over its rows, 1 where it
   * takes their mean. Auxiliary losses are means and are multiplied by it.
   */
  meanLossScale: number;
  /** For auxiliary losses: the first T rows. */
  features: UnrollFeatures;
  /** Scalars to report. */
  metrics: Record<string, tf.Scalar>;
};

/**
 * A recurrent agent that learns from unrolls. `act` and `unroll` are pure functions of their
 * arguments and the variables, so that either can be recorded and run as one graph.
 */
export interface Agent {
  /** Under the names that checkpoints use; the caller trains them, the agent owns them. */
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /** Z, size of `features.embeddings`. */
  readonly embeddingSize: number;
  /** C, size of `features.contexts`. */
  readonly contextSize: number;
  /** Number of actions. */
  readonly actions: number;
  /** State of `batch` environments before their first observation; the caller disposes it. */
  initialState(batch: number): AgentState;
  /** Chooses actions. */
  act(inputs: ActInputs): Decision;
  /** @param state - State of the B environments before row 0. */
  unroll(batch: UnrollBatch, state: AgentState): UnrollResult;
  dispose(): void;
}
