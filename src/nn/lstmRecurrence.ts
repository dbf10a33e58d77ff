import { tf, unstackRows } from '../compute/index.js';

/** What the recurrence of an LSTM runs on. */
export interface RecurrenceInputs {
  /** `[T, B, 4·units]`: the part of the gates that does not depend on the state. */
  readonly gateInputs: tf.Tensor3D;
  /** `[4·units, units]` */
  readonly recurrentWeights: tf.Tensor2D;
  /** `[T, B, 1]`: 0 where the state is zeroed before the step, else 1. */
  readonly keep: tf.Tensor3D;
  /** `[B, units]`, before the first step. */
  readonly hidden: tf.Tensor2D;
  /** `[B, units]`, before the first step. */
  readonly cell: tf.Tensor2D;
}

/** What a step leaves for the backward pass; all `[B, units]`. */
interface Step {
  readonly input: tf.Tensor;
  readonly candidate: tf.Tensor;
  readonly forget: tf.Tensor;
  readonly output: tf.Tensor;
  /** Cell and hidden state as the step found them, after a reset. */
  readonly cellBefore: tf.Tensor;
  readonly hiddenBefore: tf.Tensor;
  /** tanh of the new cell. */
  readonly squashed: tf.Tensor;
}

const STEP_FIELDS = [
  'input',
  'candidate',
  'forget',
  'output',
  'cellBefore',
  'hiddenBefore',
  'squashed',
] as const satisfies readonly (keyof Step)[];

/**
 * The part of an LSTM that has to go step by step, with a backward pass derived by hand.
 *
 * Automatic differentiation walks every operation of every step back. Here all factors that do not
 * depend on the running gradients are computed for all T at once, a step keeps to what has to wait
 * for the step after it, and the gradient of the recurrent weights is one product over T·B.
 *
 * @returns `[T+1, B, units]`: the hidden state after every step, then the cell state after the last.
 */
export function lstmRecurrence(inputs: RecurrenceInputs): tf.Tensor3D {
  const recurrence = tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const [gateInputs, recurrentWeights, keep, hidden, cell] = args as [
      tf.Tensor3D,
      tf.Tensor2D,
      tf.Tensor3D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const { value, steps } = forward({ gateInputs, recurrentWeights, keep, hidden, cell });
    const stacked = STEP_FIELDS.map((field) => tf.stack(steps.map((step) => step[field])));
    save([recurrentWeights, keep, ...stacked]);
    return { value, gradFunc: (dy: tf.Tensor3D, saved: tf.Tensor[]) => backward(dy, saved) };
  });
  const { gateInputs, recurrentWeights, keep, hidden, cell } = inputs;
  return recurrence(gateInputs, recurrentWeights, keep, hidden, cell);
}

function forward(inputs: RecurrenceInputs): { value: tf.Tensor3D; steps: Step[] } {
  let [hidden, cell]: [tf.Tensor, tf.Tensor] = [inputs.hidden, inputs.cell];
  const keep = unstackRows(inputs.keep);
  const gates = gatesByStep(inputs);
  const outputs: tf.Tensor[] = [];
  const steps = keep.map((kept, t): Step => {
    const hiddenBefore = tf.mul(hidden, kept);
    const cellBefore = tf.mul(cell, kept);
    const [i, g, f, o] = gates(hiddenBefore, t);
    const [input, candidate, forget] = [tf.sigmoid(i), tf.tanh(g), tf.sigmoid(f)];
    cell = tf.add(tf.mul(forget, cellBefore), tf.mul(input, candidate));
    const [output, squashed] = [tf.sigmoid(o), tf.tanh(cell)];
    hidden = tf.mul(output, squashed);
    outputs.push(hidden);
    return { input, candidate, forget, output, cellBefore, hiddenBefore, squashed };
  });
  return { value: tf.stack([...outputs, cell]) as tf.Tensor3D, steps };
}

/**
 * What computes the gates of step t, not squashed yet.
 *
 * In a sequence each step multiplies with the weights of one gate after the other: a quarter of them
 * stays in a core's own cache, and several cores find work; all gates in one product take twice as long.
 * For a single step, which is acting, splitting the weights would cost more than that saves.
 */
function gatesByStep({
  gateInputs,
  recurrentWeights,
}: RecurrenceInputs): (hidden: tf.Tensor, t: number) => Gates {
  if (gateInputs.shape[0] === 1) {
    const input = tf.squeeze(gateInputs, [0]);
    return (hidden) => gatesOf(tf.add(input, tf.matMul(hidden, recurrentWeights, false, true)), 1);
  }
  const weights = gatesOf(recurrentWeights, 0);
  const rows = gatesOf(gateInputs, 2).map(unstackRows);
  return (hidden, t) =>
    weights.map((gateWeights, gate) =>
      tf.add(rows[gate]![t]!, tf.matMul(hidden, gateWeights, false, true)),
    ) as Gates;
}

/** Input, candidate, forget, output. */
type Gates<T = tf.Tensor> = [T, T, T, T];

/** Splits an axis of 4·units into the gates. */
function gatesOf<T extends tf.Tensor>(joined: T, axis: number): Gates<T> {
  return tf.split(joined, 4, axis) as Gates<T>;
}

/**
 * With dh, dc the gradients of a step's new hidden and cell state, and a, b the gates before their
 * squashing:
 *
 *     dc ← dc + dh·o·(1 − tanh²c)         d(b_o) = dh·tanh(c)·o·(1 − o)
 *     d(b_i) = dc·g·i·(1 − i)    d(b_g) = dc·i·(1 − g²)    d(b_f) = dc·c′·f·(1 − f)
 *     dh′ = keep·(db Wh)          dc′ = keep·dc·f
 *
 * where a prime marks the step before.
 *
 * @returns Gradients in the order of the inputs; `keep` is data and gets zeros.
 */
function backward(dy: tf.Tensor3D, saved: readonly tf.Tensor[]): tf.Tensor[] {
  const [recurrentWeights, keep, ...stacked] = saved as [tf.Tensor2D, tf.Tensor3D, ...tf.Tensor[]];
  const [i, g, f, o, cellBefore, hiddenBefore, squashed] = stacked as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const [length, batch, units] = i.shape as [number, number, number];
  const slope = (sigmoid: tf.Tensor): tf.Tensor => tf.mul(sigmoid, tf.sub(1, sigmoid));
  const weights = gatesOf(recurrentWeights, 0);
  const factors = {
    cell: unstackRows(tf.mul(o, tf.sub(1, tf.square(squashed)))),
    input: unstackRows(tf.mul(g, slope(i))),
    candidate: unstackRows(tf.mul(i, tf.sub(1, tf.square(g)))),
    forget: unstackRows(tf.mul(cellBefore, slope(f))),
    output: unstackRows(tf.mul(squashed, slope(o))),
    carriedCell: unstackRows(tf.mul(f, keep)),
    keep: unstackRows(keep),
  };
  const dyRows = unstackRows(dy);
  let dHidden: tf.Tensor = dyRows[length - 1]!;
  let dCell: tf.Tensor = dyRows[length]!; // the last row is the cell state after the last step
  const dGates: Gates<tf.Tensor[]> = [[], [], [], []]; // last step first
  for (let t = length - 1; t >= 0; t--) {
    dCell = tf.add(dCell, tf.mul(dHidden, factors.cell[t]!));
    const dStep: Gates = [
      tf.mul(dCell, factors.input[t]!),
      tf.mul(dCell, factors.candidate[t]!),
      tf.mul(dCell, factors.forget[t]!),
      tf.mul(dHidden, factors.output[t]!),
    ];
    dStep.forEach((dGate, gate) => dGates[gate]!.push(dGate));
    const products = dStep.map((dGate, gate) => tf.matMul(dGate, weights[gate]!));
    const carried = tf.mul(tf.addN(products), factors.keep[t]!);
    dHidden = t > 0 ? tf.add(carried, dyRows[t - 1]!) : carried;
    dCell = tf.mul(dCell, factors.carriedCell[t]!);
  }
  const stackedGates = dGates.map((rows) => tf.stack(rows.reverse()));
  const dGateInputs = tf.concat(stackedGates, 2); // [T, B, 4·units]
  const flatHidden: tf.Tensor2D = tf.reshape(hiddenBefore, [length * batch, units]);
  const flatGates: tf.Tensor2D = tf.reshape(dGateInputs, [length * batch, 4 * units]);
  const dWeights = tf.matMul(flatGates, flatHidden, true, false); // [4·units, units]
  return [dGateInputs, dWeights, tf.zerosLike(keep), dHidden, dCell];
}
