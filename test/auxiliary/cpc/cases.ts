import { CpcLoss } from '../../../src/auxiliary/index.js';
import type { CpcFeatures, Negatives } from '../../../src/auxiliary/index.js';
import { tf } from '../../../src/compute/index.js';
import { cube, matrix } from '../../support/nested.js';
import { randomNumbers } from '../../support/random.js';
import type { CpcInputs } from './reference.js';

/** Everything CPC computes from, as flat row-major numbers with their sizes. */
export interface CpcCase {
  readonly T: number;
  readonly B: number;
  readonly Z: number;
  readonly C: number;
  readonly K: number;
  readonly negatives: Negatives;
  readonly anchorStride?: number;
  readonly embeddings: readonly number[];
  readonly contexts: readonly number[];
  readonly episodeStarts: readonly number[];
  readonly predictions: readonly number[];
  /** With `sampled`: the embeddings that are drawn, t·B + b each. */
  readonly samples?: readonly number[];
}

export type CpcSizes = Pick<CpcCase, 'T' | 'B' | 'Z' | 'C' | 'K' | 'negatives' | 'anchorStride'>;

/** M of the random cases: so few that leaving one out shows, so many that some are drawn twice. */
const SAMPLES = 7;

/**
 * Normal features, maps and starts as given. What a sequence's features have in common, and maps near
 * the identity, make true futures score higher: some anchors hit and some do not.
 */
export function randomCase(
  sizes: CpcSizes,
  { seed, episodeStarts }: { seed: number; episodeStarts: readonly number[] },
): CpcCase {
  const { T, B, Z, C, K } = sizes;
  const random = randomNumbers(seed);
  const common = random.normals(B * Math.max(Z, C));
  const features = (size: number): number[] =>
    random.normals(T * B * size).map((noise, i) => {
      const sequence = Math.floor(i / size) % B;
      return Math.fround(0.5 * noise + common[sequence * Math.max(Z, C) + (i % size)]!);
    });
  const isDiagonal = (i: number): boolean => Math.floor(i / Z) % C === i % Z;
  return {
    ...sizes,
    embeddings: features(Z),
    contexts: features(C),
    predictions: random
      .normals(K * C * Z)
      .map((noise, i) => Math.fround(0.2 * noise + (isDiagonal(i) ? 0.25 : 0))),
    episodeStarts,
    samples: randomNumbers(seed + 1000).integers(SAMPLES, T * B),
  };
}

/** Episode starts at the given (t, b), the rest 0. */
export function startsAt(
  { T, B }: Pick<CpcCase, 'T' | 'B'>,
  places: readonly (readonly [t: number, b: number])[],
): number[] {
  const starts = new Array<number>(T * B).fill(0);
  for (const [t, b] of places) starts[t * B + b] = 1;
  return starts;
}

export function nestedInputs({ T, B, Z, C, K, ...numbers }: CpcCase): CpcInputs {
  return {
    embeddings: cube(numbers.embeddings, [T, B, Z]),
    contexts: cube(numbers.contexts, [T, B, C]),
    episodeStarts: matrix(numbers.episodeStarts, [T, B]),
    predictions: cube(numbers.predictions, [K, C, Z]),
    negatives: numbers.negatives,
    anchorStride: numbers.anchorStride,
    samples: numbers.samples,
  };
}

/** What CpcLoss made of a case, as plain numbers; NaN metrics as null. */
export interface CpcOutcome {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, (number | null)[]>>;
  readonly gradients: {
    readonly embeddings: readonly number[];
    readonly contexts: readonly number[];
    readonly predictions: readonly number[];
  };
}

export function cpcLossOf({ Z, C, K, predictions, ...given }: CpcCase): CpcLoss {
  const { negatives, anchorStride = 1, samples = [0] } = given;
  const sizes = { embeddingSize: Z, contextSize: C, steps: K, samples: samples.length };
  const cpc = new CpcLoss({ ...sizes, negatives, anchorStride, seed: 1 });
  tf.tidy(() => {
    cpc.variables[0]!.assign(tf.tensor(predictions, [K, C, Z]));
  });
  return cpc;
}

/** Runs CpcLoss on a case: loss, metrics and the gradients of the loss. */
export async function runCpc(given: CpcCase): Promise<CpcOutcome> {
  const cpc = cpcLossOf(given);
  tf.engine().startScope();
  try {
    return await outcomeOf(cpc, given);
  } finally {
    tf.engine().endScope();
    cpc.dispose();
  }
}

async function outcomeOf(cpc: CpcLoss, given: CpcCase): Promise<CpcOutcome> {
  const { embeddings, contexts, episodeStarts } = tensorsOf(given);
  const draws = drawsOf(given);
  const { metrics } = cpc.compute({ embeddings, contexts, episodeStarts }, draws);
  // `compute` reads the variable itself; it is listed so that its gradient is taken too.
  const { value, grads } = tf.valueAndGrads(
    (z, c) =>
      cpc.compute(
        { embeddings: z as tf.Tensor3D, contexts: c as tf.Tensor3D, episodeStarts },
        draws,
      ).loss,
  )([embeddings, contexts, cpc.variables[0]!]);
  const [ofEmbeddings, ofContexts, ofPredictions] = await Promise.all(grads.map(numbersOf));
  const read: Record<string, (number | null)[]> = {};
  for (const [name, tensor] of Object.entries(metrics)) read[name] = orNull(await tensor.data());
  return {
    loss: await numberOf(value),
    metrics: read,
    gradients: {
      embeddings: ofEmbeddings!,
      contexts: ofContexts!,
      predictions: ofPredictions!,
    },
  };
}

/** What a tensor holds. `data` and not `dataSync`, which WebGPU does not have for all tensors. */
export async function numbersOf(tensor: tf.Tensor): Promise<number[]> {
  return Array.from(await tensor.data());
}

/** What a scalar holds. */
export async function numberOf(scalar: tf.Tensor): Promise<number> {
  return (await numbersOf(scalar))[0]!;
}

/** The features of a case; the caller disposes them. */
export function tensorsOf({ T, B, Z, C, ...numbers }: CpcCase): CpcFeatures {
  return {
    embeddings: tf.tensor3d([...numbers.embeddings], [T, B, Z]),
    contexts: tf.tensor3d([...numbers.contexts], [T, B, C]),
    episodeStarts: tf.tensor2d([...numbers.episodeStarts], [T, B]),
  };
}

/** Draws that name the samples of a case; the caller disposes them. */
export function drawsOf({ T, B, samples = [0] }: CpcCase): Record<string, tf.Tensor> {
  const middles = samples.map((place) => (place + 0.5) / (T * B));
  return { samples: tf.tensor1d(middles) };
}

function orNull(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}
