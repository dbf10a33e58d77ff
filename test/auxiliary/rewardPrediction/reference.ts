import { linear, relu } from '../../nn/decoderReference.js';
import type { RewardPredictionCase } from './cases.js';

/** What a row of an unroll says: the class of its reward and what the network makes of it. */
interface Row {
  /** 0 positive, 1 negative, 2 zero. */
  readonly label: number;
  readonly logits: readonly number[];
}

/**
 * Reward prediction as UNREAL draws it, in float64: the mean cross-entropy over rows with a reward and over
 * rows without, each counted half; nothing where either is missing.
 */
export function rewardPredictionReference(given: RewardPredictionCase): {
  loss: number;
  metrics: Record<string, (number | null)[]>;
} {
  const rows = countedRows(given);
  const [withReward, without] = [
    rows.filter(({ label }) => label !== 2),
    rows.filter(({ label }) => label === 2),
  ];
  const both = withReward.length > 0 && without.length > 0;
  const loss = both ? (meanCrossEntropy(withReward) + meanCrossEntropy(without)) / 2 : 0;
  return {
    loss,
    metrics: {
      loss: [both ? loss : null],
      positiveAccuracy: [accuracy(rows, 0)],
      negativeAccuracy: [accuracy(rows, 1)],
      zeroAccuracy: [accuracy(rows, 2)],
    },
  };
}

/** Rows t ≥ n − 1 whose observations t−n+1 … t are of one episode. */
function countedRows(given: RewardPredictionCase): Row[] {
  const { T, B, Z, observations, embeddings, episodeStarts, rewards, variables } = given;
  const layer = (name: string): { weights: readonly number[]; bias: readonly number[] } => ({
    weights: variables[`rewardPrediction/${name}/weights`]!,
    bias: variables[`rewardPrediction/${name}/bias`]!,
  });
  const rows: Row[] = [];
  for (let t = observations - 1; t < T; t++)
    for (let b = 0; b < B; b++) {
      const window: number[] = [];
      let crossed = false;
      for (let u = t - observations + 1; u <= t; u++) {
        window.push(...embeddings.slice((u * B + b) * Z, (u * B + b + 1) * Z));
        crossed ||= u > t - observations + 1 && episodeStarts[u * B + b] === 1;
      }
      if (crossed) continue;
      const reward = rewards[t * B + b]!;
      const label = reward > 0 ? 0 : reward < 0 ? 1 : 2;
      rows.push({ label, logits: linear(relu(linear(window, layer('hidden'))), layer('logits')) });
    }
  return rows;
}

function meanCrossEntropy(rows: readonly Row[]): number {
  const sum = rows.reduce((total, { label, logits }) => {
    const normaliser = Math.log(logits.reduce((all, logit) => all + Math.exp(logit), 0));
    return total + normaliser - logits[label]!;
  }, 0);
  return sum / rows.length;
}

function accuracy(rows: readonly Row[], wanted: number): number | null {
  const own = rows.filter(({ label }) => label === wanted);
  if (own.length === 0) return null;
  const right = own.filter(({ logits }) => logits.indexOf(Math.max(...logits)) === wanted);
  return right.length / own.length;
}
