import { expectShape, tf, withoutGradient } from '../../compute/index.js';
import { nStepReturns } from '../../losses/index.js';
import { applySpatialDecoder, initSpatialDecoder, namedVariables } from '../../nn/index.js';
import type { SpatialDecoderParameters } from '../../nn/index.js';
import type { AuxiliaryLoss, AuxiliaryResult, UnrollFeatures } from '../auxiliaryLoss.js';
import { cellGrid } from '../imageCells.js';
import type { CellGrid } from '../imageCells.js';
import { whereValid, withRows } from '../masking.js';
import { expectPositiveIntegers, parseSettings } from '../options.js';
import { checkedPictures } from '../pictureFeatures.js';
import type { PictureFeatures, PictureSizes } from '../pictureFeatures.js';
import type { WeightSchedule } from '../weight.js';
import { pixelControlConfig } from './config.js';
import type { PixelControlConfig } from './config.js';
import { largestValues, valuesOfActions } from './duelingMaps.js';
import { pixelChanges } from './pixelChange.js';
import { summarise } from './summary.js';
import type { ValuedRows } from './summary.js';

/** The features pixel control needs of an agent. */
export type PixelControlFeatures = PictureFeatures & Pick<UnrollFeatures, 'actions'>;

/** Sizes that follow from the agent, and settings that do not. */
export interface PixelControlOptions extends Partial<PixelControlConfig>, PictureSizes {
  /** A, number of actions. */
  readonly actions: number;
  /** Seed of the initial variables. */
  readonly seed: number;
}

const PLACE = 'PixelControlLoss';

/**
 * Pixel control: learns, for every cell of the picture, the value of changing it.
 *
 *     r_t[cell] = mean of |o_{t+1} − o_t| over the cell's pixels and channels
 *     G_t = r_t + γ G_{t+1};   G = 0 at the last observation of an episode;   G_{T−1} = max_a Q(c_{T−1}, a)
 *     L   = mean over valid (t, b) of Σ over cells of (G_t − Q(c_t, a_t))²;   0 if none is valid
 *
 * Q comes from c_t by a linear layer, ReLU and a transposed convolution, as V and advantages (dueling). The last
 * observation of an episode ends the returns: what its action changes is never seen, and the next picture belongs to
 * another episode. The unroll's last row, T−1, is bootstrapped from and otherwise not learned from: features hold no
 * observation T. A row is valid if it is neither. Targets are constants; gradients reach the contexts of valid rows
 * and the variables.
 *
 * Metrics, scalars, NaN where no row is valid: `loss`; `pixelChange` (mean r, 0 to 1); `actionValue` (mean Q);
 * `explainedVariance` (1 − squared error / squared distance of the returns from each cell's mean; NaN if nothing
 * varies).
 *
 * Source: Jaderberg et al. 2016, arXiv:1611.05397, §3.1 and appendix ("UNREAL"). They learn from sequences of a replay
 * memory, by n-step Q-learning with n up to 20. We have no such memory, as an on-policy agent keeps none: n is what
 * the unroll allows, and the actions are those of the present policy.
 */
export class PixelControlLoss implements AuxiliaryLoss<PixelControlFeatures> {
  readonly name = 'pixelControl';
  readonly weight: number;
  readonly weightSchedule: WeightSchedule;
  readonly variables: readonly tf.Variable[];
  readonly namedVariables: ReadonlyMap<string, tf.Variable>;
  readonly #config: PixelControlConfig;
  readonly #sizes: PictureSizes & Pick<PixelControlOptions, 'actions'>;
  readonly #grid: CellGrid;
  readonly #decoder: SpatialDecoderParameters;

  /** @throws ArgumentError naming the option that is out of range. */
  constructor(options: PixelControlOptions) {
    const { contextSize, actions, observationShape, seed, ...settings } = options;
    this.#config = parseSettings(PLACE, pixelControlConfig, settings);
    const [height, width, channels] = observationShape;
    expectPositiveIntegers(PLACE, { contextSize, actions, height, width, channels });
    this.#sizes = { contextSize, actions, observationShape };
    this.weight = this.#config.weight;
    this.weightSchedule = this.#config.weightSchedule;
    this.#grid = cellGrid(PLACE, [height, width], this.#config.cellSize);
    this.#decoder = initSpatialDecoder({ ...this.#decoding, inputs: contextSize, seed });
    this.namedVariables = namedVariables(this.#decoder, `${this.name}/`);
    this.variables = [...this.namedVariables.values()];
  }

  /**
   * @param features - `contexts [T, B, C]`, `episodeStarts [T, B]`, `observations() [T, B, H, W, 3]` float32;
   *   `actions [T, B]` int32.
   * @returns Unweighted loss (scalar, ≥ 0) and the metrics named above; the caller disposes.
   * @throws ShapeError if a shape differs.
   */
  compute(features: PixelControlFeatures): AuxiliaryResult {
    return tf.tidy(() => summarise(this.#rows(this.#checked(features))));
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose();
  }

  get #decoding() {
    const { channels } = this.#config;
    return { channels, outputs: 1 + this.#sizes.actions, size: this.#grid.size };
  }

  #rows({ contexts, episodeStarts, actions, images }: Checked): ValuedRows {
    const [steps, batch] = episodeStarts.shape;
    const following = tf.slice(episodeStarts, 1); // [T−1, B]: 1 where observation t is an episode's last
    const valid: tf.Tensor2D = tf.sub(1, following);
    // The row to bootstrap from is needed where the row before it is.
    const used = tf.concat([valid, tf.slice(valid, steps - 2)], 0);
    const maps = this.#actionMaps(whereValid(contexts, used)); // [T*B, cells, 1+A]
    const [, cells] = maps.shape;
    const learning = (steps - 1) * batch;
    const values = valuesOfActions(
      tf.slice(maps, 0, learning),
      tf.reshape(tf.slice(actions, 0, steps - 1), [learning]),
    );
    const rewards = withoutGradient(() => whereValid(pixelChanges(images, this.#grid), valid));
    const bootstrap = largestValues(tf.slice(maps, learning)); // [B, cells]
    return {
      values: tf.reshape(values, [steps - 1, batch, cells]),
      returns: this.#returns(rewards, { ends: following, bootstrap }),
      rewards,
      valid,
    };
  }

  /** V and advantages of every cell: `[T, B, C]` → `[T*B, cells, 1+A]`. */
  #actionMaps(contexts: tf.Tensor3D): tf.Tensor3D {
    const { contextSize, actions } = this.#sizes;
    const flat: tf.Tensor2D = tf.reshape(contexts, [-1, contextSize]);
    const maps = applySpatialDecoder(this.#decoder, this.#decoding, flat);
    return tf.reshape(maps, [flat.shape[0], -1, 1 + actions]);
  }

  /** G_t of every cell, constants: `[T−1, B, cells]`. */
  #returns(
    rewards: tf.Tensor3D,
    { ends, bootstrap }: { readonly ends: tf.Tensor2D; readonly bootstrap: tf.Tensor2D },
  ): tf.Tensor3D {
    return withoutGradient(() =>
      tf.tidy(() => {
        const [steps, batch, cells] = rewards.shape;
        const flat: tf.Tensor2D = tf.reshape(rewards, [steps, batch * cells]);
        const endsOfCells = tf.tile(tf.expandDims(ends, 2), [1, 1, cells]);
        const returns = nStepReturns({
          rewards: flat,
          ends: tf.reshape(endsOfCells, [steps, batch * cells]),
          cutValues: tf.zerosLike(flat),
          bootstrapValue: tf.reshape(bootstrap, [batch * cells]),
          discount: this.#config.discount,
        });
        return tf.reshape(returns, [steps, batch, cells]);
      }),
    );
  }

  #checked(features: PixelControlFeatures): Checked {
    const place = `${PLACE}.compute`;
    const images = checkedPictures(place, features, this.#sizes);
    const { contexts, episodeStarts, actions } = features;
    expectShape(actions, {
      place: `${place}: actions`,
      shape: episodeStarts.shape,
      meaning: '[T, B]',
    });
    return {
      // With one row nothing is seen to change; a second one that opens another episode leaves it unused.
      contexts: withRows(contexts, 2),
      episodeStarts: withRows(episodeStarts, 2, 1),
      actions: withRows(actions, 2),
      images: withRows(images, 2),
    };
  }
}

/** Features of at least two rows. */
type Checked = Omit<PixelControlFeatures, 'observations'> & { readonly images: tf.Tensor5D };
