import { RewardPredictionLoss } from '../../../src/auxiliary/rewardPrediction/index.js';
import { tf } from '../../../src/compute/index.js';
import { randomNumbers } from '../../support/random.js';
import { randomVariables, runLoss } from '../lossRun.js';
import type { LossOutcome } from '../lossRun.js';

export interface RewardPredictionSizes {
  readonly T: number;
  readonly B: number;
  readonly Z: number;
  /** n */
  readonly observations: number;
  readonly hiddenSize: number;
}

/** Everything reward prediction computes from, as flat row-major numbers. */
export interface RewardPredictionCase extends RewardPredictionSizes {
  readonly embeddings: readonly number[];
  readonly episodeStarts: readonly number[];
  readonly rewards: readonly number[];
  readonly variables: Readonly<Record<string, readonly number[]>>;
}

export const SIZES: RewardPredictionSizes = { T: 9, B: 3, Z: 4, observations: 3, hiddenSize: 5 };

export function lossFor({ Z, observations, hiddenSize }: RewardPredictionSizes, seed = 1) {
  return new RewardPredictionLoss({ observations, hiddenSize, embeddingSize: Z, seed });
}

/**
 * @param starts - (t, b) of the observations that open an episode.
 * @param kinds - Rewards are drawn from these.
 */
export function randomCase(
  sizes: RewardPredictionSizes,
  {
    seed,
    starts = [],
    kinds = [0, 0, 0, 1, -0.5, 0.25],
  }: {
    seed: number;
    starts?: readonly (readonly [number, number])[];
    kinds?: readonly number[];
  },
): RewardPredictionCase {
  const { T, B, Z } = sizes;
  const random = randomNumbers(seed);
  const episodeStarts = new Array<number>(T * B).fill(0);
  for (const [t, b] of starts) episodeStarts[t * B + b] = 1;
  return {
    ...sizes,
    embeddings: random.normals(T * B * Z),
    episodeStarts,
    rewards: random.integers(T * B, kinds.length).map((kind) => kinds[kind]!),
    variables: randomVariables(lossFor(sizes), { seed: seed + 1, deviation: 0.7 }),
  };
}

/** Runs RewardPredictionLoss on a case: loss, metrics and gradients. */
export function runRewardPrediction(given: RewardPredictionCase): LossOutcome {
  const { T, B, Z } = given;
  return runLoss({
    loss: lossFor(given),
    variables: given.variables,
    inputs: { embeddings: { values: given.embeddings, shape: [T, B, Z] } },
    features: ({ embeddings }) => ({
      embeddings: embeddings as tf.Tensor3D,
      episodeStarts: tf.tensor2d([...given.episodeStarts], [T, B]),
      rewards: tf.tensor2d([...given.rewards], [T, B]),
    }),
  });
}
