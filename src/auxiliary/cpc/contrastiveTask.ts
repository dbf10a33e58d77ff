import type { tf } from '../../compute/index.js';
import type { AuxiliaryResult } from '../auxiliaryLoss.js';
import { checkFeatures } from './checkFeatures.js';
import type { CpcFeatures } from './checkFeatures.js';
import { contrast } from './contrast.js';
import type { Contrast } from './contrast.js';
import { resolveOptions } from './options.js';
import type { CpcOptions, ResolvedOptions } from './options.js';
import { drawUniform } from './sampledNegatives.js';

/**
 * What CPC and its variants share: options, draws, checks and the contrast itself. A variant adds its
 * variables, and how they predict. Owns no tensor.
 */
export class ContrastiveTask {
  readonly options: ResolvedOptions;
  readonly #place: string;
  #hasSeenTargets = false;

  /**
   * @param place - Class, for messages.
   * @throws ArgumentError naming the option that is out of range.
   */
  constructor(place: string, options: CpcOptions) {
    this.#place = place;
    this.options = resolveOptions(place, options);
  }

  /** Draws of one update, where negatives are `sampled`; the caller disposes them. */
  draws(update: number): Record<string, tf.Tensor> {
    const { settings, seed } = this.options;
    if (settings.negatives !== 'sampled') return {};
    return { samples: drawUniform({ samples: settings.samples, seed, update }) };
  }

  /**
   * Loss and metrics, as CpcLoss documents them; the caller disposes.
   *
   * @throws ShapeError and ArgumentError, as `checkFeatures` says.
   */
  compute(
    features: CpcFeatures,
    { draws, project }: Pick<Contrast, 'draws' | 'project'>,
  ): AuxiliaryResult {
    const { settings, ...sizes } = this.options;
    const { steps, negatives } = settings;
    checkFeatures(features, {
      ...sizes,
      ...{ place: this.#place, steps, negatives, hasSeenTargets: this.#hasSeenTargets },
    });
    this.#hasSeenTargets ||= features.embeddings.shape[0] > steps;
    return contrast({ features, settings, draws, project });
  }
}
