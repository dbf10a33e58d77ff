import { ArgumentError, expectShape, tf, unstackRows } from '../../compute/index.js';
import type { AuxiliaryLoss, AuxiliaryResult, UnrollFeatures } from '../auxiliaryLoss.js';
import { allNegatives } from './allNegatives.js';
import { rowsEvery, validAnchors } from './anchors.js';
import { batchNegatives } from './batchNegatives.js';
import { cpcConfig } from './config.js';
import type { CpcConfig } from './config.js';
import type { Predictions, SumsPerStep } from './stepSums.js';

/** The three features CPC needs of an agent. */
export type CpcFeatures = Pick<UnrollFeatures, 'embeddings' | 'contexts' | 'episodeStarts'>;

/** Sizes that follow from the agent, and settings that do not. */
export interface CpcOptions extends Partial<CpcConfig> {
  /** Z, size of an embedding z_t. */
  readonly embeddingSize: number;
  /** C, size of a context c_t. */
  readonly contextSize: number;
  /** Seed of the initial W_k. */
  readonly seed: number;
}

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
 * independent of the context), and with `negatives: 'all'` the accuracy against `sameTrajectory` and
 * `otherTrajectory` negatives apart (the latter 1 with a single sequence, which has no others).
 *
 * Source: van den Oord, Li, Vinyals 2018, arXiv:1807.03748, §2.2–2.3 and §3.4.
 */
export class CpcLoss implements AuxiliaryLoss<CpcFeatures> {
  readonly name = 'cpc';
  readonly weight: number;
  readonly variables: readonly tf.Variable[];
  readonly namedVariables: ReadonlyMap<string, tf.Variable>;
  readonly #predictions: tf.Variable;
  readonly #config: CpcConfig;
  readonly #sizes: Pick<CpcOptions, 'embeddingSize' | 'contextSize'>;

  /** @throws {@link ArgumentError} naming the option that is out of range. */
  constructor({ embeddingSize, contextSize, seed, ...settings }: CpcOptions) {
    this.#config = parseSettings(settings);
    expectPositiveInteger('embeddingSize', embeddingSize);
    expectPositiveInteger('contextSize', contextSize);
    this.#sizes = { embeddingSize, contextSize };
    this.weight = this.#config.weight;
    // So small that all scores are nearly equal and the loss starts at ln N, whatever the sizes.
    const deviation = 0.01 / Math.sqrt(embeddingSize * contextSize);
    this.#predictions = tf.tidy(() => {
      const shape: [number, number, number] = [this.#config.steps, contextSize, embeddingSize];
      return tf.variable(tf.truncatedNormal(shape, 0, deviation, 'float32', seed)); // [K, C, Z]
    });
    this.variables = [this.#predictions];
    this.namedVariables = new Map([['cpc/predictions', this.#predictions]]);
  }

  /**
   * @param features - `embeddings [T, B, Z]`, `contexts [T, B, C]`, `episodeStarts [T, B]` float32.
   * @returns Unweighted loss in nats (scalar, ≥ 0) and the metrics named above; the caller disposes.
   * @throws ShapeError if a shape differs; {@link ArgumentError} if B is 1 with `batch` negatives.
   */
  compute(features: CpcFeatures): AuxiliaryResult {
    this.#check(features);
    return tf.tidy(() => {
      const { embeddings, contexts, episodeStarts } =
        features.embeddings.shape[0] > 1 ? features : withRowAfterTheEnd(features);
      const [steps, batch] = episodeStarts.shape;
      const reachable = Math.min(this.#config.steps, steps - 1);
      const stride = this.#config.anchorStride;
      const valid = range(reachable).map((k) => validAnchors(episodeStarts, k, stride));
      const projections = this.#project(contexts, valid[0]!, reachable);
      const sums = this.#score({ embeddings, projections, valid, stride });
      const candidates = this.#config.negatives === 'batch' ? batch : steps * batch;
      return summarise(padSteps(sums, this.#config.steps), candidates);
    });
  }

  dispose(): void {
    this.#predictions.dispose();
  }

  /** c_t W_k for k = 1 … `reachable`: `[⌈(T−k)/n⌉, B, Z]` each, n the stride of the anchors. */
  #project(contexts: tf.Tensor3D, anyValid: tf.Tensor2D, reachable: number): tf.Tensor3D[] {
    const [steps, batch, size] = contexts.shape;
    const { anchorStride } = this.#config;
    const anchors = rowsEvery(tf.slice(contexts, 0, steps - 1), anchorStride);
    // An anchor that is not valid for k = 1 is valid for no k; its context must not reach W.
    const isAnchor = tf.cast(tf.expandDims(anyValid, -1), 'bool');
    const used = tf.where(isAnchor, anchors, tf.zerosLike(anchors)); // [⌈(T−1)/n⌉, B, C]
    const maps = unstackRows(this.#predictions).slice(0, reachable) as tf.Tensor2D[];
    return maps.map((map, index) => {
      const rows = Math.ceil((steps - (index + 1)) / anchorStride);
      const from = tf.reshape(tf.slice(used, 0, rows), [rows * batch, size]); // [⌈(T−k)/n⌉*B, C]
      return tf.reshape(tf.matMul(from, map), [rows, batch, this.#sizes.embeddingSize]);
    });
  }

  #score(predictions: Predictions): SumsPerStep {
    return this.#config.negatives === 'batch'
      ? batchNegatives(predictions)
      : allNegatives(predictions);
  }

  #check({ embeddings, contexts, episodeStarts }: CpcFeatures): void {
    const { embeddingSize, contextSize } = this.#sizes;
    expectShape(embeddings, {
      place: 'CpcLoss.compute: embeddings',
      shape: [null, null, embeddingSize],
      meaning: '[T, B, Z]',
    });
    const [steps, batch] = embeddings.shape;
    expectShape(contexts, {
      place: 'CpcLoss.compute: contexts',
      shape: [steps, batch, contextSize],
      meaning: '[T, B, C]',
    });
    expectShape(episodeStarts, {
      place: 'CpcLoss.compute: episodeStarts',
      shape: [steps, batch],
      meaning: '[T, B]',
    });
    if (batch === 1 && this.#config.negatives === 'batch') {
      throw new ArgumentError(
        "CpcLoss.compute: negatives 'batch' come from other sequences at the same time, but the " +
          "features hold one sequence (B = 1). Use more environments, or negatives: 'all'.",
      );
    }
  }
}

/**
 * An unroll of one step has no targets. A second row that opens another episode leaves it without
 * any, so that the loss is 0 by the ordinary way and still a function of everything it depends on.
 */
function withRowAfterTheEnd({ embeddings, contexts, episodeStarts }: CpcFeatures): CpcFeatures {
  return {
    embeddings: tf.concat([embeddings, tf.zerosLike(embeddings)]),
    contexts: tf.concat([contexts, tf.zerosLike(contexts)]),
    episodeStarts: tf.concat([episodeStarts, tf.onesLike(episodeStarts)]),
  };
}

/** 1 … n. */
function range(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index + 1);
}

/** Steps beyond the end of the unroll have no anchors: sums of 0 up to K. */
function padSteps({ loss, count, correct }: SumsPerStep, steps: number): SumsPerStep {
  const pad = (sums: tf.Tensor1D): tf.Tensor1D => tf.pad(sums, [[0, steps - sums.shape[0]]]);
  const padded = Object.entries(correct).map(([kind, sums]) => [kind, pad(sums)] as const);
  return { loss: pad(loss), count: pad(count), correct: Object.fromEntries(padded) };
}

/** From sums over anchors to means per step, and their mean over the steps that have anchors. */
function summarise({ loss, count, correct }: SumsPerStep, candidates: number): AuxiliaryResult {
  const hasAnchors = tf.greater(count, 0);
  const perStep = tf.div(loss, tf.maximum(count, 1)); // [K], 0 where there is no anchor
  const steps = tf.maximum(tf.sum(tf.cast(hasAnchors, 'float32')), 1);
  const orNaN = (values: tf.Tensor): tf.Tensor =>
    tf.where(hasAnchors, values, tf.fill(values.shape, NaN));
  const meanPerStep = orNaN(perStep);
  const accuracies = Object.entries(correct).map(
    ([kind, hits]) => [kind, orNaN(tf.div(hits, tf.maximum(count, 1)))] as const,
  );
  return {
    loss: tf.div(tf.sum(perStep), steps),
    metrics: {
      loss: meanPerStep,
      infoNceEstimate: tf.sub(Math.log(candidates), meanPerStep),
      ...Object.fromEntries(accuracies),
    },
  };
}

function parseSettings(settings: Partial<CpcConfig>): CpcConfig {
  const parsed = cpcConfig.safeParse(settings);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `option '${path.join('.')}': ${message}` : message,
  );
  throw new ArgumentError(`CpcLoss: ${faults.join('; ')}.`);
}

function expectPositiveInteger(option: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ArgumentError(
    `CpcLoss: option '${option}': expected a whole number above 0, got ${value}.`,
  );
}
