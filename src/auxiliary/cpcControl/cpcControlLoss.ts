import { tf, withoutGradient } from '../../compute/index.js';
import type { AuxiliaryLoss, AuxiliaryResult } from '../auxiliaryLoss.js';
import { CpcLoss } from '../cpc/index.js';
import type { CpcFeatures, CpcOptions } from '../cpc/index.js';
import type { WeightSchedule } from '../weight.js';

/**
 * CPC that teaches the agent nothing: the same computation, metrics and settings as {@link CpcLoss}, but
 * embeddings and contexts count as constants, so that no gradient reaches the agent.
 *
 * Its W_k do learn. They make it a linear probe: how well the agent's own contexts predict its own
 * embeddings, told by the metrics of CPC. With the same seed they start as those of CPC.
 */
export class CpcControlLoss implements AuxiliaryLoss<CpcFeatures> {
  readonly name = 'cpcControl';
  readonly weight: number;
  readonly weightSchedule: WeightSchedule;
  readonly variables: readonly tf.Variable[];
  readonly namedVariables: ReadonlyMap<string, tf.Variable>;
  readonly #cpc: CpcLoss;

  /** @throws ArgumentError naming the option that is out of range. */
  constructor(options: CpcOptions) {
    this.#cpc = new CpcLoss(options);
    this.weight = this.#cpc.weight;
    this.weightSchedule = this.#cpc.weightSchedule;
    this.variables = this.#cpc.variables;
    this.namedVariables = new Map([['cpcControl/predictions', this.variables[0]!]]);
  }

  /** As {@link CpcLoss.draws}. */
  draws(update: number): Record<string, tf.Tensor> {
    return this.#cpc.draws(update);
  }

  /** As {@link CpcLoss.compute}; the gradient reaches W_k alone. */
  compute(features: CpcFeatures, draws?: Readonly<Record<string, tf.Tensor>>): AuxiliaryResult {
    return tf.tidy(() => this.#cpc.compute(detached(features), draws));
  }

  dispose(): void {
    this.#cpc.dispose();
  }
}

/** What is there, as constants; what is missing is CpcLoss's to complain about. */
function detached(features: CpcFeatures): CpcFeatures {
  const constant = <T extends tf.Tensor>(tensor: T): T =>
    (tensor as T | undefined) ? withoutGradient(() => tf.clone(tensor)) : tensor;
  return {
    embeddings: constant(features.embeddings),
    contexts: constant(features.contexts),
    episodeStarts: features.episodeStarts,
  };
}
