import { describe, expect, test } from 'vitest';
import {
  rewardPredictionDefinition,
  RewardPredictionLoss,
} from '../../../src/auxiliary/rewardPrediction/index.js';
import { ArgumentError, ShapeError, tf } from '../../../src/compute/index.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { describeContract } from '../contract.js';
import { expectMetrics } from '../expectOutcome.js';
import { reordered, wholeSequence, withValueAt } from '../sequences.js';
import { lossFor, randomCase, runRewardPrediction, SIZES } from './cases.js';

const { T, B, Z } = SIZES;

describeOnEveryEngine('reward prediction', () => {
  describeContract({
    make: (seed) => lossFor(SIZES, seed),
    features: () => {
      const given = randomCase(SIZES, { seed: 20, starts: [[3, 1]] });
      const features = {
        embeddings: tf.tensor3d([...given.embeddings], [T, B, Z]),
        episodeStarts: tf.tensor2d([...given.episodeStarts], [T, B]),
        rewards: tf.tensor2d([...given.rewards], [T, B]),
      };
      return { features, tensors: Object.values(features) };
    },
    variables: {
      'rewardPrediction/hidden/weights': [5, 12], // 3 observations of 4
      'rewardPrediction/hidden/bias': [5],
      'rewardPrediction/logits/weights': [3, 5],
      'rewardPrediction/logits/bias': [3],
    },
  });

  test.each([NaN, Infinity, 3e38])(
    'an embedding of no whole window contributes nothing, exactly: %d in it',
    (value) => {
      // Episodes of two rows have no window of three: rows 0 and 1, 2 and 3 of sequence 0.
      const plain = randomCase(SIZES, { seed: 21, starts: [[2, 0], [4, 0]] }); // prettier-ignore
      const places = [0, 1, 2, 3].map((t) => ({ t, b: 0 }));
      const embeddings = withValueAt(plain.embeddings, { B, size: Z, places, value });
      const expected = runRewardPrediction(plain);
      expect(expected.loss).toBeGreaterThan(0);
      expect(runRewardPrediction({ ...plain, embeddings })).toEqual(expected);
    },
  );

  test('a sequence of episode starts alone, as a lost environment leaves, contributes nothing', () => {
    const lost = wholeSequence(T, 1);
    const given = randomCase(SIZES, { seed: 22, starts: lost.map(({ t, b }) => [t, b] as const) });
    const other = {
      embeddings: withValueAt(given.embeddings, { B, size: Z, places: lost, value: NaN }),
      rewards: withValueAt(given.rewards, { B, size: 1, places: lost, value: 1 }),
    };
    expect(runRewardPrediction({ ...given, ...other })).toEqual(runRewardPrediction(given));
  });

  test('the order of the sequences does not matter', () => {
    const given = randomCase(SIZES, { seed: 23, starts: [[2, 0], [5, 1]] }); // prettier-ignore
    const order = [2, 0, 1];
    const shuffled = runRewardPrediction({
      ...given,
      embeddings: reordered(given.embeddings, order, Z),
      episodeStarts: reordered(given.episodeStarts, order, 1),
      rewards: reordered(given.rewards, order, 1),
    });
    const { loss, metrics, gradients } = runRewardPrediction(given);
    expectClose([shuffled.loss], [loss]);
    expectMetrics(shuffled.metrics, metrics);
    expectClose(shuffled.gradients.embeddings!, reordered(gradients.embeddings!, order, Z));
  });

  test('only the sign of a reward counts', () => {
    const given = randomCase(SIZES, { seed: 24 });
    const rewards = given.rewards.map((reward) => 7 * reward);
    expect(runRewardPrediction({ ...given, rewards })).toEqual(runRewardPrediction(given));
  });

  test('the reward that ends an episode is predicted, one before a whole window is not', () => {
    const starts = [[5, 0], [5, 1], [5, 2]] as const; // prettier-ignore
    const given = randomCase(SIZES, { seed: 25, starts, kinds: [0] });
    const metricsWith = (t: number): Record<string, unknown> => {
      const rewards = withValueAt(given.rewards, { B, size: 1, places: [{ t, b: 1 }], value: 1 });
      return runRewardPrediction({ ...given, rewards }).metrics;
    };
    for (const t of [2, 4, 7, 8]) expect(metricsWith(t).positiveAccuracy).not.toEqual([null]);
    for (const t of [0, 1, 5, 6]) expect(metricsWith(t).positiveAccuracy).toEqual([null]);
  });

  test.each([
    ['embeddings', { embeddings: [9, 3, 5] }, '[T, B, Z] = [?, ?, 4], got [9, 3, 5].'],
    ['episodeStarts', { episodeStarts: [3, 9] }, '[T, B] = [9, 3], got [3, 9].'],
    ['rewards', { rewards: [9, 3, 1] }, '[T, B] = [9, 3], got [9, 3, 1].'],
  ])('%s of another shape are refused', (input, wrong, message) => {
    const shapes = { embeddings: [T, B, Z], episodeStarts: [T, B], rewards: [T, B], ...wrong };
    const loss = lossFor(SIZES);
    tf.tidy(() => {
      const compute = (): unknown =>
        loss.compute({
          embeddings: tf.zeros<tf.Rank.R3>(shapes.embeddings as [number, number, number]),
          episodeStarts: tf.zeros<tf.Rank.R2>(shapes.episodeStarts as [number, number]),
          rewards: tf.zeros<tf.Rank.R2>(shapes.rewards as [number, number]),
        });
      expect(compute).toThrow(
        new ShapeError(`RewardPredictionLoss.compute: ${input}: expected shape ${message}`),
      );
    });
    loss.dispose();
  });
});

describe('options of reward prediction', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ embeddingSize: 1.5 }, "option 'embeddingSize': expected a whole number above 0, got 1.5"],
    [{ observations: 1 }, "option 'observations'"],
    [{ weight: -1 }, "option 'weight'"],
    [{ hidden: 3 }, 'hidden'],
  ])('refuses %j', (wrong, message) => {
    const make = (): unknown => new RewardPredictionLoss({ embeddingSize: 4, seed: 1, ...wrong });
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  test('a window has to fit into the unroll', () => {
    const config = rewardPredictionDefinition.config.parse({});
    const conflicts = (unrollLength: number): unknown =>
      rewardPredictionDefinition.conflicts!(config, { unrollLength, environments: 1 });
    expect(conflicts(2)).toMatchObject([{ path: ['observations'] }]);
    expect(conflicts(3)).toEqual([]);
  });
});
