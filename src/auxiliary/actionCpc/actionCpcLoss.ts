import { ArgumentError, expectShape, ShapeError, tf } from '../../compute/index.js';
import type { AuxiliaryLoss, AuxiliaryResult, UnrollFeatures } from '../auxiliaryLoss.js';
import { ContrastiveTask, smallMaps } from '../cpc/index.js';
import type { Anchors, CpcFeatures, CpcOptions } from '../cpc/index.js';
import { expectPositiveIntegers } from '../options.js';
import type { WeightSchedule } from '../weight.js';
import { applyActionGru, initActionGru } from './actionGru.js';
import type { ActionGruParameters } from './actionGru.js';

/** CPC's features, and the actions that were taken. */
export type ActionCpcFeatures = CpcFeatures & Pick<UnrollFeatures, 'actions'>;

/** Options of CPC, and the number of actions. */
export interface ActionCpcOptions extends CpcOptions {
  /** A */
  readonly actions: number;
}

/**
 * Action-conditioned CPC: the prediction is told the actions between now and then.
 *
 * A GRU starts at the context and reads the coming actions; its state after k of them, mapped once,
 * predicts the embedding k steps ahead:
 *
 *     b_{t,0} = c_t        b_{t,k} = GRU(b_{t,k−1}, a_{t+k−1})
 *     s_k(t, b; j) = z_j · (b_{t,k} W)
 *
 * Anchors, candidates, loss and metrics are those of `CpcLoss`, the scores apart.
 *
 * Source: Guo et al. 2018, arXiv:1811.06407, "CPC|Action". There a multilayer perceptron on (b_{t,k}, z)
 * tells a positive from negatives one by one, by binary cross-entropy, and contexts come from a GRU.
 * Here the score is bilinear and the loss is CPC's InfoNCE, so that the two differ in the actions alone;
 * contexts are the agent's own.
 */
export class ActionCpcLoss implements AuxiliaryLoss<ActionCpcFeatures> {
  readonly name = 'actionCpc';
  readonly weight: number;
  readonly weightSchedule: WeightSchedule;
  readonly variables: readonly tf.Variable[];
  readonly namedVariables: ReadonlyMap<string, tf.Variable>;
  readonly #actions: number;
  readonly #gru: ActionGruParameters;
  readonly #map: tf.Variable;
  readonly #task: ContrastiveTask;

  /** @throws {@link ArgumentError} naming the option that is out of range. */
  constructor({ actions, ...options }: ActionCpcOptions) {
    this.#task = new ContrastiveTask('ActionCpcLoss', options);
    const { settings, embeddingSize, contextSize, seed } = this.#task.options;
    expectPositiveIntegers('ActionCpcLoss', { actions });
    this.#actions = actions;
    this.weight = settings.weight;
    this.weightSchedule = settings.weightSchedule;
    this.#map = smallMaps([contextSize, embeddingSize], seed);
    this.#gru = initActionGru({ actions, units: contextSize, seed: seed + 1 });
    this.namedVariables = new Map([
      ['actionCpc/map', this.#map],
      ['actionCpc/gru/inputWeights', this.#gru.inputWeights],
      ['actionCpc/gru/recurrentWeights', this.#gru.recurrentWeights],
      ['actionCpc/gru/bias', this.#gru.bias],
    ]);
    this.variables = [...this.namedVariables.values()];
  }

  /** As `CpcLoss.draws`. */
  draws(update: number): Record<string, tf.Tensor> {
    return this.#task.draws(update);
  }

  /**
   * @param features - Those of `CpcLoss`, and `actions [T, B]` int32, 0 to A − 1, taken after observation t.
   * @param draws - What {@link draws} gave for this update; needed with `sampled` negatives alone.
   * @returns Unweighted loss in nats (scalar, ≥ 0) and CPC's metrics; the caller disposes.
   * @throws As `CpcLoss.compute`; ShapeError if `actions` differ in shape or type.
   */
  compute(
    { actions, ...features }: ActionCpcFeatures,
    draws?: Readonly<Record<string, tf.Tensor>>,
  ): AuxiliaryResult {
    const project = (anchors: Anchors): tf.Tensor3D[] => {
      expectActions(actions, features.episodeStarts.shape);
      return this.#project(anchors, actions);
    };
    return this.#task.compute(features, { draws, project });
  }

  dispose(): void {
    tf.dispose([...this.variables]);
  }

  /** b_{t,k} W for k = 1 … K': `[⌈(T−k)/n⌉, B, Z]` each. */
  #project({ contexts, stride, counts }: Anchors, actions: tf.Tensor2D): tf.Tensor3D[] {
    const [, batch] = contexts.shape;
    const oneHot = tf.cast(tf.oneHot(actions, this.#actions), 'float32') as tf.Tensor3D;
    const states = applyActionGru(this.#gru, { contexts, actions: oneHot, stride, counts });
    const predicted: tf.Tensor2D = tf.matMul(states, this.#map); // [Σ A_k*B, Z]
    const size = predicted.shape[1];
    const perStep = splitRows(predicted, counts.map((count) => count * batch)); // prettier-ignore
    return perStep.map((rows, index) => tf.reshape(rows, [counts[index]!, batch, size]));
  }
}

/** `tf.split`, whose gradient fails for a single part, as that of `tf.unstack` does. */
function splitRows(rows: tf.Tensor2D, sizes: readonly number[]): tf.Tensor2D[] {
  return sizes.length === 1 ? [rows] : tf.split(rows, [...sizes], 0);
}

function expectActions(actions: tf.Tensor | undefined, shape: readonly number[]): void {
  const place = 'ActionCpcLoss.compute: actions';
  if (!actions) {
    throw new ArgumentError(
      `${place}: missing. Pass [T, B] int32, the action taken after observation t.`,
    );
  }
  expectShape(actions, { place, shape, meaning: '[T, B]' });
  if (actions.dtype === 'int32') return;
  throw new ShapeError(
    `${place}: expected int32, got ${actions.dtype}. Use tf.cast(actions, 'int32').`,
  );
}
