import { addBias, tf } from '../../compute/index.js';
import { fanInNormal } from '../../nn/index.js';
import { rowsEvery } from '../anchors.js';

/**
 * Variables of a GRU with `units` cells that reads actions. The rows of the weights hold the gates in the
 * order reset, update, candidate.
 */
export interface ActionGruParameters {
  /** `[3·units, A]` */
  readonly inputWeights: tf.Variable;
  /** `[3·units, units]` */
  readonly recurrentWeights: tf.Variable;
  /** `[3·units]` */
  readonly bias: tf.Variable;
}

/** Anchors and the actions that follow them. */
export interface ActionGruInputs {
  /** `[A_1, B, units]`: states before the first action, of the anchors t = 0, n, 2n, … */
  readonly contexts: tf.Tensor3D;
  /** `[T, B, A]` float32, one-hot: the action after observation t. */
  readonly actions: tf.Tensor3D;
  /** n */
  readonly stride: number;
  /** A_1 ≥ A_2 ≥ …: how many anchors take step k; they are the first ones. */
  readonly counts: readonly number[];
}

/**
 * Makes the variables; the caller disposes them. The update gate's bias starts at 1, as the forget gate's
 * of the agent's LSTM: the context is kept until the GRU learns to change it.
 */
export function initActionGru({
  actions,
  units,
  seed,
}: {
  readonly actions: number;
  readonly units: number;
  readonly seed: number;
}): ActionGruParameters {
  const fanIn = actions + units;
  return {
    inputWeights: fanInNormal({ shape: [3 * units, actions], fanIn, seed }),
    recurrentWeights: fanInNormal({ shape: [3 * units, units], fanIn, seed: seed + 1 }),
    bias: tf.tidy(() => {
      const zeros = tf.zeros([units]);
      return tf.variable(tf.concat([zeros, tf.ones([units]), zeros]));
    }),
  };
}

/**
 * Runs the GRU from every anchor at once. Step k reads a_{t+k−1}:
 *
 *     r, u = σ(a Wxᵀ + b + h Whᵀ)        n = tanh(a Wxᵀ + b + r·(h Whᵀ))        h ← (1 − u)·n + u·h
 *
 * Source: Cho et al. 2014, arXiv:1406.1078, with the reset gate after the recurrent product, as cuDNN
 * and PyTorch have it: one product serves all gates.
 *
 * @returns `[Σ A_k·B, units]`: the states after step 1 of its A_1·B anchors, then those after step 2, …
 */
export function applyActionGru(
  { inputWeights, recurrentWeights, bias }: ActionGruParameters,
  inputs: ActionGruInputs,
): tf.Tensor2D {
  const { contexts, counts } = inputs;
  const [anchors, batch, units] = contexts.shape;
  const sizes = counts.map((count) => count * batch);
  const oneHots = actionsByStep(inputs); // [A_k*B, A] each
  const recurrence = tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const [start, ofInput, ofState, biases] = args as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor1D,
    ];
    const weights = gatesOf(ofState, 0);
    const [inputOf, biasOf] = [gatesOf(ofInput, 0), gatesOf(biases, 0)];
    const steps: Step[] = [];
    let state = start;
    oneHots.forEach((actions, index) => {
      const given = inputOf.map((w, gate) =>
        addBias(tf.matMul(actions, w, false, true), biasOf[gate]!),
      ) as Gates;
      const before = tf.slice(state, 0, sizes[index]);
      const step = forward(before, { given, weights });
      state = step.state;
      steps.push(step);
    });
    save([ofState, ...oneHots, ...SAVED.flatMap((field) => steps.map((step) => step[field]))]);
    const gradFunc = (dy: tf.Tensor2D, saved: tf.Tensor[]): tf.Tensor[] =>
      backward(dy, { saved, sizes });
    return { value: tf.concat(steps.map((step) => step.state)), gradFunc };
  });
  const start = tf.reshape(contexts, [anchors * batch, units]);
  return recurrence(start, inputWeights, recurrentWeights, bias);
}

/** The actions that step k reads, `[A_k*B, A]`: those after row n·i + k − 1 for anchor i. */
function actionsByStep({ actions, stride, counts }: ActionGruInputs): tf.Tensor2D[] {
  const [, batch, choices] = actions.shape;
  return counts.map((count, index) => {
    const rows = rowsEvery(tf.slice(actions, index), stride);
    return tf.reshape(tf.slice(rows, 0, count), [count * batch, choices]);
  });
}

/** Reset, update, candidate. */
type Gates = [tf.Tensor, tf.Tensor, tf.Tensor];

function gatesOf(joined: tf.Tensor, axis: number): Gates {
  return tf.split(joined, 3, axis) as Gates;
}

/** One step of the first rows, `[A_k*B, units]` each. */
interface Step {
  readonly reset: tf.Tensor;
  readonly update: tf.Tensor;
  readonly candidate: tf.Tensor;
  /** h Whᵀ of the candidate. */
  readonly recurrent: tf.Tensor;
  readonly before: tf.Tensor;
  readonly state: tf.Tensor2D;
}

/** What the backward pass needs, in the order in which it is saved. */
const SAVED = [
  'reset',
  'update',
  'candidate',
  'recurrent',
  'before',
] as const satisfies readonly (keyof Step)[];

function forward(
  before: tf.Tensor2D,
  { given, weights }: { readonly given: Gates; readonly weights: Gates },
): Step {
  const [r, u, recurrent] = weights.map((w) => tf.matMul(before, w, false, true)) as Gates;
  const reset = tf.sigmoid(tf.add(given[0], r));
  const update = tf.sigmoid(tf.add(given[1], u));
  const candidate = tf.tanh(tf.add(given[2], tf.mul(reset, recurrent)));
  const state = tf.add<tf.Tensor2D>(candidate, tf.mul(update, tf.sub(before, candidate)));
  return { reset, update, candidate, recurrent, before, state };
}

/**
 * With dh the gradient of a step's new state, and x the gates before their squashing:
 *
 *     d(x_n) = dh·(1 − u)·(1 − n²)     d(x_u) = dh·(h′ − n)·u·(1 − u)     d(x_r) = d(x_n)·m·r·(1 − r)
 *     da = (d(x_r), d(x_u), d(x_n)·r)      dh′ = dh·u + da Wh
 *
 * where h′ is the state before, m = h′ Whᵀ of the candidate and a the recurrent products. Weights get one
 * product per step and gate.
 *
 * @returns Gradients of contexts, input weights, recurrent weights and bias.
 */
function backward(
  dy: tf.Tensor2D,
  { saved, sizes }: { readonly saved: readonly tf.Tensor[]; readonly sizes: readonly number[] },
): tf.Tensor[] {
  const count = sizes.length;
  const weights = gatesOf(saved[0]!, 0);
  const field = (place: number, k: number): tf.Tensor => saved[1 + place * count + k]!;
  const dStates = tf.split(dy, [...sizes], 0);
  const sums: GateSums = { inputs: [[], [], []], states: [[], [], []], biases: [[], [], []] };
  let dState: tf.Tensor | undefined;
  for (let k = count - 1; k >= 0; k--) {
    const [actions, reset, update, candidate, recurrent, before] = Array.from(
      { length: SAVED.length + 1 },
      (_, place) => field(place, k),
    ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const dNew = dState ? tf.add(dStates[k]!, padRows(dState, sizes[k]!)) : dStates[k]!;
    const slope = (gate: tf.Tensor): tf.Tensor => tf.mul(gate, tf.sub(1, gate));
    const dN = tf.mul(tf.mul(dNew, tf.sub(1, update)), tf.sub(1, tf.square(candidate)));
    const dU = tf.mul(tf.mul(dNew, tf.sub(before, candidate)), slope(update));
    const dR = tf.mul(tf.mul(dN, recurrent), slope(reset));
    const ofProducts: Gates = [dR, dU, tf.mul(dN, reset)];
    [dR, dU, dN].forEach((d, gate) => {
      sums.inputs[gate]!.push(tf.matMul(d, actions, true, false)); // [units, A]
      sums.biases[gate]!.push(tf.sum(d, 0));
      sums.states[gate]!.push(tf.matMul(ofProducts[gate]!, before, true, false)); // [units, units]
    });
    const products = ofProducts.map((d, gate) => tf.matMul(d, weights[gate]!));
    dState = tf.addN([tf.mul(dNew, update), ...products]);
  }
  const joined = (perGate: tf.Tensor[][]): tf.Tensor => tf.concat(perGate.map((d) => tf.addN(d)));
  return [dState!, joined(sums.inputs), joined(sums.states), joined(sums.biases)];
}

/** Gradients of weights, by gate, one per step. */
type GateSums = Record<'inputs' | 'states' | 'biases', tf.Tensor[][]>;

/** Rows of 0 below: anchors that do not take the next step. */
function padRows(rows: tf.Tensor, size: number): tf.Tensor {
  const missing = size - rows.shape[0];
  return missing === 0 ? rows : tf.pad(rows, [[0, missing], [0, 0]]); // prettier-ignore
}
