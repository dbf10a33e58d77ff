import { expectShape, relu, tf } from '../../compute/index.js';
import { applyLinear, initLinear, namedVariables } from '../../nn/index.js';
import type { LinearParameters } from '../../nn/index.js';
import { validAnchors } from '../anchors.js';
import type { AuxiliaryLoss, AuxiliaryResult, UnrollFeatures } from '../auxiliaryLoss.js';
import { whereValid, withRows } from '../masking.js';
import { expectPositiveIntegers, parseSettings } from '../options.js';
import type { WeightSchedule } from '../weight.js';
import { balancedCrossEntropy, classAccuracies, REWARD_CLASSES, rewardLabels } from './classes.js';
import { rewardPredictionConfig } from './config.js';
import type { RewardPredictionConfig } from './config.js';

/** The features reward prediction needs of an agent. */
export type RewardPredictionFeatures = Pick<
  UnrollFeatures,
  'embeddings' | 'episodeStarts' | 'rewards'
>;

/** Sizes that follow from the agent, and settings that do not. */
export interface RewardPredictionOptions extends Partial<RewardPredictionConfig> {
  /** Z, size of an embedding z_t. */
  readonly embeddingSize: number;
  /** Seed of the initial variables. */
  readonly seed: number;
}

const PLACE = 'RewardPredictionLoss';

/**
 * Predicts whether the next reward is positive, negative or zero, from the last n embeddings alone:
 *
 *     p(t) = softmax( V relu( U [z_{t−n+1}, …, z_t] + u ) + v )
 *     L    = ½ · mean over rows with r_t ≠ 0 of −ln p(t)[class of r_t]
 *          + ½ · mean over rows with r_t = 0 of the same;   0 where either kind is missing
 *
 * r_t is the reward of the action taken after observation t. A row counts where its n observations lie in the
 * unroll and in one episode; the reward may be the one that ends it. Gradients reach the embeddings and the
 * variables.
 *
 * Metrics, scalars: `loss` (nats; NaN where either kind is missing), `positiveAccuracy`, `negativeAccuracy`,
 * `zeroAccuracy` (share of the rows of a class that are told right; NaN where there is none).
 *
 * Source: Jaderberg et al. 2016, arXiv:1611.05397, §3.2 and appendix ("UNREAL"). They draw sequences from a replay
 * memory so that P(r ≠ 0) = ½. We have no such memory: an on-policy agent keeps none, and a run stays a function
 * of its unrolls. The halves above are the expectation of that draw over the unroll.
 */
export class RewardPredictionLoss implements AuxiliaryLoss<RewardPredictionFeatures> {
  readonly name = 'rewardPrediction';
  readonly weight: number;
  readonly weightSchedule: WeightSchedule;
  readonly variables: readonly tf.Variable[];
  readonly namedVariables: ReadonlyMap<string, tf.Variable>;
  readonly #config: RewardPredictionConfig;
  readonly #embeddingSize: number;
  readonly #hidden: LinearParameters;
  readonly #logits: LinearParameters;

  /** @throws ArgumentError naming the option that is out of range. */
  constructor({ embeddingSize, seed, ...settings }: RewardPredictionOptions) {
    this.#config = parseSettings(PLACE, rewardPredictionConfig, settings);
    expectPositiveIntegers(PLACE, { embeddingSize });
    this.#embeddingSize = embeddingSize;
    const { weight, weightSchedule, observations, hiddenSize } = this.#config;
    this.weight = weight;
    this.weightSchedule = weightSchedule;
    this.#hidden = initLinear({ inputs: observations * embeddingSize, outputs: hiddenSize, seed });
    const outputs = REWARD_CLASSES.length;
    this.#logits = initLinear({ inputs: hiddenSize, outputs, seed: seed + 1 });
    this.namedVariables = namedVariables(
      { hidden: this.#hidden, logits: this.#logits },
      `${this.name}/`,
    );
    this.variables = [...this.namedVariables.values()];
  }

  /**
   * @param features - `embeddings [T, B, Z]`, `episodeStarts [T, B]`, `rewards [T, B]` float32.
   * @returns Unweighted loss in nats (scalar, ≥ 0) and the metrics named above; the caller disposes.
   * @throws ShapeError if a shape differs.
   */
  compute(features: RewardPredictionFeatures): AuxiliaryResult {
    this.#check(features);
    return tf.tidy(() => {
      const { observations } = this.#config;
      // Rows that open episodes of their own make up an unroll shorter than n; none of them counts.
      const embeddings = withRows(features.embeddings, observations);
      const episodeStarts = withRows(features.episodeStarts, observations, 1);
      const rewards = withRows(features.rewards, observations);
      const valid = validAnchors(episodeStarts, observations - 1, 1); // [T−n+1, B]
      const labels = rewardLabels(tf.slice(rewards, observations - 1), valid); // [(T−n+1)*B, 3]
      const logits = this.#classify(embeddings, valid);
      const { loss, hasBoth } = balancedCrossEntropy(logits, labels);
      const reported = tf.where(hasBoth, loss, tf.scalar(NaN));
      return { loss, metrics: { loss: reported, ...classAccuracies(logits, labels) } };
    });
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose();
  }

  /** Logits of every row: `[(T−n+1)*B, 3]`. */
  #classify(embeddings: tf.Tensor3D, valid: tf.Tensor2D): tf.Tensor2D {
    const [rows, batch] = valid.shape;
    const { observations } = this.#config;
    const shifted = Array.from({ length: observations }, (_, i) => tf.slice(embeddings, i, rows));
    const windows = whereValid(tf.concat(shifted, 2), valid); // [T−n+1, B, n·Z]
    const flat: tf.Tensor2D = tf.reshape(windows, [rows * batch, -1]);
    return applyLinear(this.#logits, relu(applyLinear(this.#hidden, flat)));
  }

  #check({ embeddings, episodeStarts, rewards }: RewardPredictionFeatures): void {
    expectShape(embeddings, {
      place: `${PLACE}.compute: embeddings`,
      shape: [null, null, this.#embeddingSize],
      meaning: '[T, B, Z]',
    });
    const [steps, batch] = embeddings.shape;
    for (const [name, tensor] of Object.entries({ episodeStarts, rewards })) {
      expectShape(tensor, {
        place: `${PLACE}.compute: ${name}`,
        shape: [steps, batch],
        meaning: '[T, B]',
      });
    }
  }
}
