import type { Cube, Matrix } from '../../support/nested.js';

/**
 * CPC's loss as the paper writes it, in float64 loops over plain arrays: Eq. 3 and 4 of
 * arXiv:1807.03748, anchors and candidates as CpcLoss documents them. Slow, and meant to be read.
 */
export interface CpcInputs {
  readonly embeddings: Cube; // [T][B][Z]
  readonly contexts: Cube; // [T][B][C]
  readonly episodeStarts: Matrix; // [T][B]
  readonly predictions: Cube; // [K][C][Z]
  readonly negatives: 'batch' | 'all';
  /** Anchors stand at every so many steps; every one if left out. */
  readonly anchorStride?: number | undefined;
}

/** Means over the valid anchors of one k; null where there is none. */
export interface CpcStep {
  readonly anchors: number;
  readonly loss: number | null;
  readonly infoNceEstimate: number | null;
  readonly accuracy: number | null;
  readonly sameTrajectoryAccuracy: number | null;
  readonly otherTrajectoryAccuracy: number | null;
}

export function cpcReference(inputs: CpcInputs): { loss: number; steps: CpcStep[] } {
  const steps = inputs.predictions.map((_, index) => oneStep(inputs, index + 1));
  const losses = steps.flatMap(({ loss }) => (loss === null ? [] : [loss]));
  const total = losses.reduce((sum, loss) => sum + loss, 0);
  return { loss: losses.length === 0 ? 0 : total / losses.length, steps };
}

function oneStep(inputs: CpcInputs, k: number): CpcStep {
  const { embeddings, episodeStarts, contexts, predictions } = inputs;
  const [T, B] = [embeddings.length, embeddings[0]!.length];
  let [anchors, loss, hits, sameHits, otherHits] = [0, 0, 0, 0, 0];
  for (let t = 0; t < T; t += inputs.anchorStride ?? 1) {
    for (let b = 0; b < B; b++) {
      if (!isValid(episodeStarts, { t, b, k })) continue;
      const prediction = vectorTimesMatrix(contexts[t]![b]!, predictions[k - 1]!); // c_t W_k
      const positive = dot(embeddings[t + k]![b]!, prediction);
      let sum = 0; // Σ_j exp(s_j) / exp(s_positive)
      let [bestSame, bestOther] = [-Infinity, -Infinity];
      for (const [u, d] of candidates(inputs, t + k)) {
        const score = dot(embeddings[u]![d]!, prediction);
        sum += Math.exp(score - positive);
        if (u === t + k && d === b) continue;
        if (d === b) bestSame = Math.max(bestSame, score);
        else bestOther = Math.max(bestOther, score);
      }
      anchors++;
      loss += Math.log(sum);
      if (positive > bestSame && positive > bestOther) hits++;
      if (positive > bestSame) sameHits++;
      if (positive > bestOther) otherHits++;
    }
  }
  const mean = (total: number): number | null => (anchors === 0 ? null : total / anchors);
  const meanLoss = mean(loss);
  const logCandidates = Math.log(inputs.negatives === 'batch' ? B : T * B);
  return {
    anchors,
    loss: meanLoss,
    infoNceEstimate: meanLoss === null ? null : logCandidates - meanLoss,
    accuracy: mean(hits),
    sameTrajectoryAccuracy: mean(sameHits),
    otherTrajectoryAccuracy: mean(otherHits),
  };
}

/** t + k lies in the unroll and no episode starts in t+1 … t+k. */
function isValid(starts: Matrix, { t, b, k }: { t: number; b: number; k: number }): boolean {
  if (t + k >= starts.length) return false;
  for (let u = t + 1; u <= t + k; u++) if (starts[u]![b] === 1) return false;
  return true;
}

/** (time, sequence) of every candidate, the positive included. */
function candidates({ embeddings, negatives }: CpcInputs, target: number): [number, number][] {
  const times = negatives === 'batch' ? [target] : embeddings.map((_, time) => time);
  return times.flatMap((u) => embeddings[u]!.map((_, d): [number, number] => [u, d]));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

function vectorTimesMatrix(vector: readonly number[], rows: Matrix): number[] {
  return rows[0]!.map((_, column) =>
    vector.reduce((sum, value, row) => sum + value * rows[row]![column]!, 0),
  );
}
