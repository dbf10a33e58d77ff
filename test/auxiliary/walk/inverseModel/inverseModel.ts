import { expectShape, tf } from '../../../../src/compute/index.js';
import { actionLogProbabilities } from '../../../../src/losses/index.js';
import { applyLinear, initLinear, namedVariables } from '../../../../src/nn/index.js';
import type { LinearParameters } from '../../../../src/nn/index.js';
import { validAnchors } from '../../../../src/auxiliary/anchors.js';
import type {
  AuxiliaryLoss,
  AuxiliaryResult,
  UnrollFeatures,
} from '../../../../src/auxiliary/auxiliaryLoss.js';
import { meanOrNaN, whereValid } from '../../../../src/auxiliary/masking.js';
import type { WeightSchedule } from '../../../../src/auxiliary/weight.js';
import type { InverseModelConfig } from './config.js';

type Features = Pick<UnrollFeatures, 'embeddings' | 'episodeStarts' | 'actions'>;

interface Options extends InverseModelConfig {
  readonly embeddingSize: number;
  readonly actions: number;
  readonly seed: number;
}

/**
 * Which action led from one observation to the next?
 *
 *     p_t = softmax([z_t, z_{t+1}] W + b)
 *     L   = mean of −ln p_t(a_t) over all t whose t + 1 lies in the unroll and the same episode; 0 without any
 *
 * Metric: `loss` (nats), NaN without any.
 *
 * Source: Pathak et al. 2017, arXiv:1705.05363, Eq. 2 and 3, with a linear map in place of a network.
 */
export class InverseModelLoss implements AuxiliaryLoss<Features> {
  readonly name = 'inverseModel';
  readonly weight: number;
  readonly weightSchedule: WeightSchedule;
  readonly variables: readonly tf.Variable[];
  readonly namedVariables: ReadonlyMap<string, tf.Variable>;
  readonly #embeddingSize: number;
  readonly #logits: LinearParameters;

  constructor({ embeddingSize, actions, seed, weight, weightSchedule }: Options) {
    this.weight = weight;
    this.weightSchedule = weightSchedule;
    this.#embeddingSize = embeddingSize;
    this.#logits = initLinear({ inputs: 2 * embeddingSize, outputs: actions, seed });
    this.namedVariables = namedVariables(this.#logits, 'inverseModel/');
    this.variables = [...this.namedVariables.values()];
  }

  compute({ embeddings, episodeStarts, actions }: Features): AuxiliaryResult {
    expectShape(embeddings, {
      place: 'InverseModelLoss.compute: embeddings',
      shape: [...episodeStarts.shape, this.#embeddingSize],
      meaning: '[T, B, Z]',
    });
    return tf.tidy(() => {
      const valid = validAnchors(episodeStarts, 1, 1); // [T−1, B]
      const [rows, batch] = valid.shape;
      const pairs = tf.concat([tf.slice(embeddings, 0, rows), tf.slice(embeddings, 1)], 2);
      const inputs = tf.reshape(whereValid(pairs, valid), [rows * batch, 2 * this.#embeddingSize]);
      const logits = applyLinear(this.#logits, inputs as tf.Tensor2D); // [(T−1)*B, A]
      const taken: tf.Tensor1D = tf.reshape(tf.slice(actions, 0, rows), [rows * batch]);
      const nats = tf.neg(actionLogProbabilities(logits, taken));
      const sum = tf.sum<tf.Scalar>(tf.mul(nats, tf.reshape(valid, [rows * batch])));
      const count = tf.sum(valid);
      return { loss: tf.div(sum, tf.maximum(count, 1)), metrics: { loss: meanOrNaN(sum, count) } };
    });
  }

  dispose(): void {
    tf.dispose([...this.variables]);
  }
}
