import { ArgumentError, tf } from '../../compute/index.js';
import type { AuxiliaryResult } from '../auxiliaryLoss.js';
import { allNegatives } from './allNegatives.js';
import { rowsEvery, validAnchors } from '../anchors.js';
import { meanOrNaN, whereValid } from '../masking.js';
import { meanOverSteps } from '../stepMeans.js';
import { batchNegatives } from './batchNegatives.js';
import type { CpcFeatures } from './checkFeatures.js';
import type { CpcConfig } from './config.js';
import { healthOf } from './health.js';
import { sampledNegatives } from './sampledNegatives.js';
import type { Predictions, SumsPerStep } from './stepSums.js';

/** What the predictions of the anchors are made from. */
export interface Anchors {
  /** `[⌈(T−1)/n⌉, B, C]`: c_t of the anchors t = 0, n, 2n, …; 0 where an anchor has no target at all. */
  readonly contexts: tf.Tensor3D;
  /** n */
  readonly stride: number;
  /** For k = 1 … K', the steps ahead that lie in the unroll: ⌈(T−k)/n⌉ anchors have row t + k. */
  readonly counts: readonly number[];
}

/** What CPC and its variants have in common. */
export interface Contrast {
  readonly features: CpcFeatures;
  readonly settings: Pick<CpcConfig, 'steps' | 'negatives' | 'samples' | 'anchorStride'>;
  /** As {@link drawUniform} makes them; needed with `sampled` negatives alone. */
  readonly draws: Readonly<Record<string, tf.Tensor>> | undefined;
  /**
   * The predicted embeddings for k = 1 … K', `[⌈(T−k)/n⌉, B, Z]` each. The score of a candidate is its
   * product with them.
   */
  readonly project: (anchors: Anchors) => tf.Tensor3D[];
}

/**
 * InfoNCE over the anchors of an unroll and K steps ahead; CpcLoss documents losses and metrics.
 *
 * @returns Loss and metrics; the caller disposes them.
 */
export function contrast({ features, settings, draws, project }: Contrast): AuxiliaryResult {
  return tf.tidy(() => {
    const { embeddings, contexts, episodeStarts } =
      features.embeddings.shape[0] > 1 ? features : withRowAfterTheEnd(features);
    const [steps, batch] = episodeStarts.shape;
    const stride = settings.anchorStride;
    const reachable = Math.min(settings.steps, steps - 1);
    const valid = range(reachable).map((k) => validAnchors(episodeStarts, k, stride));
    // An anchor that is not valid for k = 1 is valid for no k; its context must not reach W.
    const anchors = rowsEvery(tf.slice(contexts, 0, steps - 1), stride);
    const projections = project({
      contexts: whereValid(anchors, valid[0]!),
      stride,
      counts: valid.map(({ shape }) => shape[0]),
    });
    const sums = score({ embeddings, projections, valid, stride }, settings, draws);
    const { loss, metrics } = summarise(
      padSteps(sums, settings.steps),
      candidatesOf(settings, { steps, batch }),
    );
    return { loss, metrics: { ...metrics, ...healthOf(features) } };
  });
}

function score(
  predictions: Predictions,
  { negatives }: Pick<CpcConfig, 'negatives'>,
  draws: Contrast['draws'],
): SumsPerStep {
  if (negatives === 'batch') return batchNegatives(predictions);
  if (negatives === 'all') return allNegatives(predictions);
  const samples = draws?.samples;
  if (samples) return sampledNegatives(predictions, samples);
  throw new ArgumentError(
    "negatives 'sampled' need draws: pass compute(features, draws) with draws = loss.draws(update), " +
      'update counting from 0, and dispose them after the update.',
  );
}

/** N, the positive included. */
function candidatesOf(
  { negatives, samples }: Pick<CpcConfig, 'negatives' | 'samples'>,
  { steps, batch }: { readonly steps: number; readonly batch: number },
): number {
  if (negatives === 'batch') return batch;
  return negatives === 'all' ? steps * batch : samples + 1;
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
  const { loss: mean, means } = meanOverSteps(loss, count);
  const accuracies = Object.entries(correct).map(
    ([kind, hits]) => [kind, meanOrNaN(hits, count)] as const,
  );
  return {
    loss: mean,
    metrics: {
      loss: means,
      infoNceEstimate: tf.sub(Math.log(candidates), means),
      ...Object.fromEntries(accuracies),
    },
  };
}
