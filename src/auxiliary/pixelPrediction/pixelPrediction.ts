import { relu, tf } from '../../compute/index.js';
import {
  applyLinear,
  applySpatialDecoder,
  initLinear,
  initSpatialDecoder,
  namedVariables,
} from '../../nn/index.js';
import type { LinearParameters, SpatialDecoderParameters } from '../../nn/index.js';
import { rowsEvery, validAnchors } from '../anchors.js';
import type { AuxiliaryLoss, AuxiliaryResult } from '../auxiliaryLoss.js';
import { cellGrid, cellMeans } from '../imageCells.js';
import type { CellGrid } from '../imageCells.js';
import { shareExplained, whereValid, withRows } from '../masking.js';
import { expectPositiveIntegers, parseSettings } from '../options.js';
import { checkedPictures } from '../pictureFeatures.js';
import type { PictureFeatures, PictureSizes } from '../pictureFeatures.js';
import { meanOverSteps } from '../stepMeans.js';
import type { WeightSchedule } from '../weight.js';
import { pixelPredictionConfig } from './config.js';
import type { PixelPredictionConfig } from './config.js';
import { squaredErrors } from './squaredErrors.js';
import type { StepTensors } from './squaredErrors.js';

/** The features pixel prediction needs of an agent. */
export type PixelPredictionFeatures = PictureFeatures;

/** Sizes that follow from the agent, and settings that do not. */
export interface PixelPredictionOptions extends Partial<PixelPredictionConfig>, PictureSizes {
  /** Seed of the initial variables. */
  readonly seed: number;
}

const PLACE = 'PixelPredictionLoss';
/** Half of full brightness: where predictions start. */
const MID_GREY = 0.5;

/**
 * Predicts coming pictures in place of telling them apart: what CPC is contrasted with.
 *
 * With x_t the observation averaged over square cells, `[h, w, 3]` in [0, 1], for every k of `steps`
 *
 *     x̂_{t+k} = d( relu(c_t W_kᵀ + b_k) )
 *     L_k = mean over valid anchors of the mean over pixels and channels of (x̂_{t+k} − x_{t+k})²
 *     L   = mean of the L_k that have a valid anchor; 0 if none has one
 *
 * where d, shared by all k, is a linear layer and a transposed convolution. Anchors are CPC's: t + k < T, no
 * episode start in t+1 … t+k. Gradients reach the contexts and the variables, not the pictures.
 *
 * Metrics, `[K]` each, in the order of `steps`; NaN where no anchor was valid or the baseline makes no error:
 * `loss` (squared intensity), `explainedVariance` (1 − L_k/V_k, V_k the error of the mean of all targets),
 * `persistenceSkill` (1 − L_k/P_k, P_k the error of "the picture stays as it is").
 *
 * Source: van den Oord, Li, Vinyals 2018, arXiv:1807.03748, §2.1, name this alternative and why they do not take it:
 * a unimodal loss such as the mean squared error says little about many numbers at once, and reconstructing every
 * detail wastes capacity. The network is our own.
 */
export class PixelPredictionLoss implements AuxiliaryLoss<PixelPredictionFeatures> {
  readonly name = 'pixelPrediction';
  readonly weight: number;
  readonly weightSchedule: WeightSchedule;
  readonly variables: readonly tf.Variable[];
  readonly namedVariables: ReadonlyMap<string, tf.Variable>;
  readonly #config: PixelPredictionConfig;
  readonly #sizes: PictureSizes;
  readonly #grid: CellGrid;
  readonly #steps: readonly LinearParameters[];
  readonly #decoder: SpatialDecoderParameters;

  /** @throws ArgumentError naming the option that is out of range. */
  constructor(options: PixelPredictionOptions) {
    const { contextSize, observationShape, seed, ...settings } = options;
    this.#config = parseSettings(PLACE, pixelPredictionConfig, settings);
    const [height, width, channels] = observationShape;
    expectPositiveIntegers(PLACE, { contextSize, height, width, channels });
    this.#sizes = { contextSize, observationShape };
    const { weight, weightSchedule, steps, hiddenSize, cellSize } = this.#config;
    this.weight = weight;
    this.weightSchedule = weightSchedule;
    this.#grid = cellGrid(PLACE, [height, width], cellSize);
    this.#steps = steps.map((step) =>
      initLinear({ inputs: contextSize, outputs: hiddenSize, seed: seed + step }),
    );
    this.#decoder = initSpatialDecoder({ ...this.#decoding, inputs: hiddenSize, seed });
    const { bias } = this.#decoder.deconvolution;
    tf.tidy(() => {
      bias.assign(tf.fill(bias.shape, MID_GREY));
    });
    this.namedVariables = namedVariables(
      {
        steps: Object.fromEntries(steps.map((step, i) => [String(step), this.#steps[i]!])),
        decoder: this.#decoder,
      },
      `${this.name}/`,
    );
    this.variables = [...this.namedVariables.values()];
  }

  /**
   * @param features - `contexts [T, B, C]`, `episodeStarts [T, B]`, `observations() [T, B, H, W, 3]`
   *   float32.
   * @returns Unweighted loss (scalar, ≥ 0) and the metrics named above; the caller disposes.
   * @throws ShapeError if a shape differs.
   */
  compute(features: PixelPredictionFeatures): AuxiliaryResult {
    return tf.tidy(() => {
      const pictures = this.#pictures(features);
      const rows = this.#config.steps.at(-1)! + 1; // as many as the furthest target needs
      const episodeStarts = withRows(features.episodeStarts, rows, 1);
      const tensors = this.#stepTensors(withRows(pictures, rows), episodeStarts);
      const predictions = this.#predict(withRows(features.contexts, rows), tensors);
      const perStep = tensors.map((step, i) => squaredErrors(step, predictions[i]!));
      const [errors, variances, changes, counts] = (
        ['error', 'variance', 'change', 'count'] as const
      ).map((key) => tf.stack(perStep.map((sums) => sums[key])) as tf.Tensor1D);
      const { loss, means } = meanOverSteps(errors!, counts!);
      const share = (baseline: tf.Tensor1D): tf.Tensor =>
        shareExplained(means, meanOverSteps(baseline, counts!).means);
      return {
        loss,
        metrics: {
          loss: means,
          explainedVariance: share(variances!),
          persistenceSkill: share(changes!),
        },
      };
    });
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose();
  }

  get #decoding() {
    const [, , outputs] = this.#sizes.observationShape;
    return { channels: this.#config.channels, outputs, size: this.#grid.size };
  }

  /** The observations by cells: `[T, B, h, w, 3]`. */
  #pictures(features: PixelPredictionFeatures): tf.Tensor5D {
    const images = checkedPictures(`${PLACE}.compute`, features, this.#sizes);
    const [steps, batch, ...shape] = images.shape;
    const means = cellMeans(tf.reshape(images, [steps * batch, ...shape]), this.#grid);
    return tf.reshape(means, [steps, batch, ...this.#grid.size, shape[2]]);
  }

  #stepTensors(pictures: tf.Tensor5D, episodeStarts: tf.Tensor2D): StepTensors[] {
    const { steps, anchorStride } = this.#config;
    const [rows] = pictures.shape;
    return steps.map((step) => ({
      targets: rowsEvery(tf.slice(pictures, step), anchorStride),
      present: rowsEvery(tf.slice(pictures, 0, rows - step), anchorStride),
      valid: validAnchors(episodeStarts, step, anchorStride),
    }));
  }

  /** x̂_{t+k} for every anchor of every k, `[R, B, h, w, 3]` each: one pass of the decoder for all. */
  #predict(contexts: tf.Tensor3D, steps: readonly StepTensors[]): tf.Tensor5D[] {
    const { contextSize } = this.#sizes;
    // An anchor that is not valid for the nearest target is valid for none; its context must reach nothing.
    const { valid } = steps[0]!;
    const [anchors] = valid.shape;
    const every = rowsEvery(contexts, this.#config.anchorStride);
    const used = whereValid(tf.slice(every, 0, anchors), valid);
    const hidden = steps.map(({ targets: { shape } }, i) => {
      const from = tf.slice(used, 0, shape[0]);
      return relu(applyLinear(this.#steps[i]!, tf.reshape(from, [-1, contextSize])));
    });
    const decoded = applySpatialDecoder(this.#decoder, this.#decoding, tf.concat(hidden, 0));
    const byStep = tf.split(
      decoded,
      hidden.map(({ shape }) => shape[0]),
    );
    return byStep.map((pictures, i) => tf.reshape(pictures, steps[i]!.targets.shape));
  }
}
