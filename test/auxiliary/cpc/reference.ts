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
  readonly negatives: 'batch' | 'all' | 'sampled';
  /** With `sampled`: the embeddings that are drawn, t·B + b each. */
  readonly samples?: readonly number[] | undefined;
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

export function cpcReference(inputs: CpcInputs): CpcOutcomes {
  const { contexts, predictions } = inputs;
  return contrastReference(inputs, {
    steps: predictions.length,
    predict: (t, b, k) => vectorTimesMatrix(contexts[t]![b]!, predictions[k - 1]!), // c_t W_k
  });
}

/** What candidates are scored with. */
export interface Predictor {
  /** K */
  readonly steps: number;
  /** The predicted embedding of (t, b), k steps ahead. */
  predict(t: number, b: number, k: number): number[];
}

export interface CpcOutcomes {
  readonly loss: number;
  readonly steps: CpcStep[];
}

type ContrastInputs = Omit<CpcInputs, 'contexts' | 'predictions'>;

export function contrastReference(inputs: ContrastInputs, predictor: Predictor): CpcOutcomes {
  const steps = Array.from({ length: predictor.steps }, (_, index) =>
    oneStep(inputs, predictor, index + 1),
  );
  const losses = steps.flatMap(({ loss }) => (loss === null ? [] : [loss]));
  const total = losses.reduce((sum, loss) => sum + loss, 0);
  return { loss: losses.length === 0 ? 0 : total / losses.length, steps };
}

function oneStep(inputs: ContrastInputs, { predict }: Predictor, k: number): CpcStep {
  const { embeddings, episodeStarts } = inputs;
  const [T, B] = [embeddings.length, embeddings[0]!.length];
  let [anchors, loss, hits, sameHits, otherHits] = [0, 0, 0, 0, 0];
  for (let t = 0; t < T; t += inputs.anchorStride ?? 1) {
    for (let b = 0; b < B; b++) {
      if (!isValid(episodeStarts, { t, b, k })) continue;
      const prediction = predict(t, b, k);
      const positive = dot(embeddings[t + k]![b]!, prediction);
      let sum = 0; // Σ_j exp(s_j) / exp(s_positive)
      let [bestSame, bestOther] = [-Infinity, -Infinity];
      for (const [u, d] of candidates(inputs, [t + k, b])) {
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
  const counts = { batch: B, all: T * B, sampled: (inputs.samples?.length ?? 0) + 1 };
  const logCandidates = Math.log(counts[inputs.negatives]);
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
function candidates(
  { embeddings, negatives, samples = [] }: ContrastInputs,
  [target, own]: [time: number, sequence: number],
): [number, number][] {
  if (negatives === 'sampled') {
    const B = embeddings[0]!.length;
    const drawn = samples.map((place): [number, number] => [Math.floor(place / B), place % B]);
    return [[target, own], ...drawn.filter(([u, d]) => u !== target || d !== own)];
  }
  const times = negatives === 'batch' ? [target] : embeddings.map((_, time) => time);
  return times.flatMap((u) => embeddings[u]!.map((_, d): [number, number] => [u, d]));
}

/** √(Σ Var z / Σ E z²) over all embeddings, as `healthOf` documents it. */
export function spreadReference(embeddings: Cube): number {
  const rows = embeddings.flat();
  const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const columns = rows[0]!.map((_, z) => rows.map((row) => row[z]!));
  const squares = columns.map((column) => mean(column.map((x) => x * x)));
  const variances = columns.map((column) => mean(column.map((x) => (x - mean(column)) ** 2)));
  const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
  return Math.sqrt(sum(variances) / sum(squares));
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

export function vectorTimesMatrix(vector: readonly number[], rows: Matrix): number[] {
  return rows[0]!.map((_, column) =>
    vector.reduce((sum, value, row) => sum + value * rows[row]![column]!, 0),
  );
}
