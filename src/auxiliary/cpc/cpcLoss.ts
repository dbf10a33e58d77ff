import { tf, unstackRows } from '../../compute/index.js';
import type { AuxiliaryLoss, AuxiliaryResult } from '../auxiliaryLoss.js';
import type { WeightSchedule } from '../weight.js';
import type { CpcFeatures } from './checkFeatures.js';
import type { Anchors } from './contrast.js';
import { ContrastiveTask } from './contrastiveTask.js';
import type { CpcOptions } from './options.js';

/**
 * Contrastive Predictive Coding as an auxiliary loss.
 *
 * For every anchor (t, b) and step k = 1 … K, the score of a candidate embedding z_j is
 *
 *     s_k(t, b; j) = z_j · (c_{t,b} W_k)                                        (log of Eq. 3)
 *     L_k = mean over valid anchors of −log softmax_j s_k, at j = (t+k, b)      (Eq. 4)
 *     L   = mean of the L_k that have a valid anchor; 0 if none has one
 *
 * Every n-th step of an unroll is an anchor (`anchorStride`), from t = 0; with n = 1, every one. It is valid
 * where t + k < T and no episode starts in t+1 … t+k. Gradients reach W_k, the
 * contexts, and the embeddings as positives and as negatives.
 *
 * Metrics, `[K]` each, NaN where no anchor was valid: `loss` (nats), `accuracy` (share of anchors
 * whose positive scores above every negative; a tie within rounding errors is no hit),
 * `infoNceEstimate` (ln N − L_k, nats; a lower bound on the mutual information where negatives are
 * independent of the context; N counts the positive and is M + 1 with `sampled`), and with
 * `negatives: 'all'` the accuracy against `sameTrajectory` and `otherTrajectory` negatives apart (the
 * latter 1 with a single sequence, which has no others). Scalars: `embeddingSpread` and `episodeStarts`,
 * see `healthOf`.
 *
 * Source: van den Oord, Li, Vinyals 2018, arXiv:1807.03748, §2.2–2.3 and §3.4.
 */
export class CpcLoss implements AuxiliaryLoss<CpcFeatures> {
  readonly name = 'cpc';
  readonly weight: number;
  readonly weightSchedule: WeightSchedule;
  readonly variables: readonly tf.Variable[];
  readonly namedVariables: ReadonlyMap<string, tf.Variable>;
  readonly #predictions: tf.Variable;
  readonly #task: ContrastiveTask;

  /** @throws {@link ArgumentError} naming the option that is out of range. */
  constructor(options: CpcOptions) {
    this.#task = new ContrastiveTask('CpcLoss', options);
    const { settings, embeddingSize, contextSize, seed } = this.#task.options;
    this.weight = settings.weight;
    this.weightSchedule = settings.weightSchedule;
    this.#predictions = smallMaps([settings.steps, contextSize, embeddingSize], seed);
    this.variables = [this.#predictions];
    this.namedVariables = new Map([['cpc/predictions', this.#predictions]]);
  }

  /**
   * What `sampled` negatives are drawn by, the same for the same seed and update; nothing for the other
   * kinds. The caller disposes them.
   */
  draws(update: number): Record<string, tf.Tensor> {
    return this.#task.draws(update);
  }

  /**
   * @param features - `embeddings [T, B, Z]`, `contexts [T, B, C]`, `episodeStarts [T, B]` float32.
   * @param draws - What {@link draws} gave for this update; needed with `sampled` negatives alone.
   * @returns Unweighted loss in nats (scalar, ≥ 0) and the metrics named above; the caller disposes.
   * @throws ShapeError if a shape or type differs, or time and batch look swapped; {@link ArgumentError} if
   *   a feature is missing, B is 1 with `batch` negatives, or draws are missing with `sampled` ones.
   */
  compute(features: CpcFeatures, draws?: Readonly<Record<string, tf.Tensor>>): AuxiliaryResult {
    const project = (anchors: Anchors): tf.Tensor3D[] => applyMaps(this.#predictions, anchors);
    return this.#task.compute(features, { draws, project });
  }

  dispose(): void {
    this.#predictions.dispose();
  }
}

/**
 * Linear maps `[…, C, Z]` as a variable: so small that all scores are nearly equal and the loss starts at
 * ln N, whatever the sizes. The caller disposes it.
 */
export function smallMaps(shape: number[], seed: number): tf.Variable {
  const [contextSize, embeddingSize] = shape.slice(-2) as [number, number];
  const deviation = 0.01 / Math.sqrt(embeddingSize * contextSize);
  return tf.tidy(() => tf.variable(tf.truncatedNormal(shape, 0, deviation, 'float32', seed)));
}

/** c_t W_k for k = 1 … K': `[⌈(T−k)/n⌉, B, Z]` each. */
function applyMaps(predictions: tf.Variable, { contexts, counts }: Anchors): tf.Tensor3D[] {
  const [, batch, size] = contexts.shape;
  const maps = unstackRows(predictions) as tf.Tensor2D[]; // [C, Z] each
  return counts.map((rows, index) => {
    const map = maps[index]!;
    const from = tf.reshape(tf.slice(contexts, 0, rows), [rows * batch, size]); // [⌈(T−k)/n⌉*B, C]
    return tf.reshape(tf.matMul(from, map), [rows, batch, map.shape[1]]);
  });
}
