import { ActionCpcLoss } from '../../../src/auxiliary/index.js';
import type { ActionCpcFeatures } from '../../../src/auxiliary/index.js';
import { tf } from '../../../src/compute/index.js';
import { cube, matrix } from '../../support/nested.js';
import { randomNumbers } from '../../support/random.js';
import { drawsOf, randomCase } from '../cpc/cases.js';
import type { CpcCase, CpcSizes } from '../cpc/cases.js';
import type { ActionCpcInputs } from './reference.js';

/** What the loss is differentiated by. */
export const DIFFERENTIABLE = [
  'embeddings',
  'contexts',
  'map',
  'inputWeights',
  'recurrentWeights',
  'bias',
] as const;

type Differentiable = (typeof DIFFERENTIABLE)[number];

/** Everything action-conditioned CPC computes from, as flat row-major numbers with their sizes. */
export interface ActionCpcCase extends Omit<CpcCase, 'predictions'> {
  readonly A: number;
  readonly actions: readonly number[];
  readonly map: readonly number[];
  readonly inputWeights: readonly number[];
  readonly recurrentWeights: readonly number[];
  readonly bias: readonly number[];
}

/** A random case of CPC with random actions and weights. */
export function randomActionCase(
  sizes: CpcSizes & { readonly A: number },
  given: { seed: number; episodeStarts: readonly number[] },
): ActionCpcCase {
  const { T, B, Z, C, A } = sizes;
  const { predictions, ...shared } = randomCase(sizes, given);
  const random = randomNumbers(given.seed + 2000);
  const scaled = (count: number, scale: number): number[] =>
    random.normals(count).map((x) => Math.fround(scale * x));
  return {
    ...shared,
    A,
    actions: random.integers(T * B, A),
    map: predictions.slice(0, C * Z).map((w) => Math.fround(2 * w)),
    inputWeights: scaled(3 * C * A, 0.7),
    recurrentWeights: scaled(3 * C * C, 0.4),
    bias: scaled(3 * C, 0.5),
  };
}

export function nestedInputs(given: ActionCpcCase): ActionCpcInputs {
  const { T, B, Z, C, A, K } = given;
  return {
    embeddings: cube(given.embeddings, [T, B, Z]),
    contexts: cube(given.contexts, [T, B, C]),
    episodeStarts: matrix(given.episodeStarts, [T, B]),
    actions: matrix(given.actions, [T, B]),
    map: matrix(given.map, [C, Z]),
    inputWeights: matrix(given.inputWeights, [3 * C, A]),
    recurrentWeights: matrix(given.recurrentWeights, [3 * C, C]),
    bias: given.bias,
    negatives: given.negatives,
    anchorStride: given.anchorStride,
    samples: given.samples,
    steps: K,
  };
}

/** The loss with the weights of a case; the caller disposes it. */
export function lossOf(given: ActionCpcCase): ActionCpcLoss {
  const { Z, C, A, K, negatives, anchorStride = 1, samples = [0] } = given;
  const sizes = { embeddingSize: Z, contextSize: C, actions: A, steps: K, samples: samples.length };
  const loss = new ActionCpcLoss({ ...sizes, negatives, anchorStride, seed: 1 });
  const variable = (name: string): tf.Variable => loss.namedVariables.get(`actionCpc/${name}`)!;
  tf.tidy(() => {
    variable('map').assign(tf.tensor(given.map, [C, Z]));
    variable('gru/inputWeights').assign(tf.tensor(given.inputWeights, [3 * C, A]));
    variable('gru/recurrentWeights').assign(tf.tensor(given.recurrentWeights, [3 * C, C]));
    variable('gru/bias').assign(tf.tensor(given.bias, [3 * C]));
  });
  return loss;
}

/** The features of a case; the caller disposes them. */
export function tensorsOf({ T, B, Z, C, ...numbers }: ActionCpcCase): ActionCpcFeatures {
  return {
    embeddings: tf.tensor3d([...numbers.embeddings], [T, B, Z]),
    contexts: tf.tensor3d([...numbers.contexts], [T, B, C]),
    episodeStarts: tf.tensor2d([...numbers.episodeStarts], [T, B]),
    actions: tf.tensor2d([...numbers.actions], [T, B], 'int32'),
  };
}

/** What ActionCpcLoss made of a case, as plain numbers; NaN metrics as null. */
export interface ActionCpcOutcome {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, (number | null)[]>>;
  readonly gradients: Readonly<Record<Differentiable, number[]>>;
}

/** Runs ActionCpcLoss on a case: loss, metrics and the gradients of the loss. */
export function runActionCpc(given: ActionCpcCase): ActionCpcOutcome {
  const actionCpc = lossOf(given);
  tf.engine().startScope();
  const { embeddings, contexts, ...others } = tensorsOf(given);
  const draws = drawsOf({ ...given, predictions: [] });
  const { metrics } = actionCpc.compute({ embeddings, contexts, ...others }, draws);
  const { value, grads } = tf.valueAndGrads(
    (z, c) =>
      actionCpc.compute(
        { embeddings: z as tf.Tensor3D, contexts: c as tf.Tensor3D, ...others },
        draws,
      ).loss,
  )([embeddings, contexts, ...actionCpc.variables]);
  const read = DIFFERENTIABLE.map((name, i) => [name, Array.from(grads[i]!.dataSync())] as const);
  const outcome = {
    loss: value.dataSync()[0]!,
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, tensor]) => [name, orNull(tensor.dataSync())]),
    ),
    gradients: Object.fromEntries(read) as unknown as ActionCpcOutcome['gradients'],
  };
  tf.engine().endScope();
  actionCpc.dispose();
  return outcome;
}

function orNull(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}
