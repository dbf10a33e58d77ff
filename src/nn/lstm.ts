import { addBias, tf } from '../compute/index.js';
import { constant, fanInNormal } from './initializers.js';
import { lstmRecurrence } from './lstmRecurrence.js';

/**
 * Variables of an LSTM with `units` cells. The rows of the weights hold the gates in TensorFlow's
 * order: input, candidate, forget, output.
 */
export interface LstmParameters {
  /** `[4·units, inputs]` */
  readonly inputWeights: tf.Variable;
  /** `[4·units, units]` */
  readonly recurrentWeights: tf.Variable;
  /** `[4·units]` */
  readonly bias: tf.Variable;
  readonly [name: string]: tf.Variable;
}

/** Recurrent state: `hidden` is what the LSTM puts out, `cell` its memory; both `[B, units]`. */
export interface LstmState {
  readonly hidden: tf.Tensor2D;
  readonly cell: tf.Tensor2D;
}

/** Sizes and seed of an LSTM. */
export interface LstmOptions {
  readonly inputs: number;
  readonly units: number;
  readonly seed: number;
}

/** A sequence for {@link applyLstm}. */
export interface LstmSequence {
  /** `[T, B, inputs]` float32. */
  readonly inputs: tf.Tensor3D;
  /** `[T, B]` float32: 1 where the step is the first of an episode, else 0. */
  readonly episodeStarts: tf.Tensor2D;
  /** State before the first step. */
  readonly state: LstmState;
}

/**
 * Makes the variables of an LSTM; the caller disposes them.
 *
 * The forget gate's bias starts at 1 (Jozefowicz, Zaremba, Sutskever 2015): memory is kept until
 * the network learns to drop it. Sonnet 1 adds that 1 in the cell instead; the function is the same.
 */
export function initLstm({ inputs, units, seed }: LstmOptions): LstmParameters {
  const fanIn = inputs + units;
  const bias = constant([4 * units], 0);
  tf.tidy(() => {
    const [zeros, ones] = [tf.zeros([units]), tf.ones([units])];
    bias.assign(tf.concat([zeros, zeros, ones, zeros]));
  });
  return {
    inputWeights: fanInNormal({ shape: [4 * units, inputs], fanIn, seed }),
    recurrentWeights: fanInNormal({ shape: [4 * units, units], fanIn, seed: seed + 1 }),
    bias,
  };
}

/** Zero state of `batch` sequences; the caller disposes it. */
export function zeroLstmState(batch: number, units: number): LstmState {
  return { hidden: tf.zeros([batch, units]), cell: tf.zeros([batch, units]) };
}

/**
 * Runs an LSTM over a sequence, its state zeroed before every step that starts an episode:
 *
 *     i, g, f, o = x Wxᵀ + h Whᵀ + b
 *     c ← σ(f)·c + σ(i)·tanh(g)
 *     h ← σ(o)·tanh(c)
 *
 * Source: Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000; resets as in
 * IMPALA's published agent.
 *
 * @returns `outputs [T, B, units]`, the hidden state after every step, and the state after the last.
 */
export function applyLstm(
  parameters: LstmParameters,
  { inputs, episodeStarts, state }: LstmSequence,
): { outputs: tf.Tensor3D; state: LstmState } {
  return tf.tidy(() => {
    const [steps] = inputs.shape;
    const sequence = lstmRecurrence({
      // The input products of all steps are one matrix product; only h Whᵀ has to wait for its turn.
      gateInputs: projectInputs(parameters, inputs),
      recurrentWeights: parameters.recurrentWeights as tf.Tensor as tf.Tensor2D,
      keep: tf.expandDims(tf.sub(1, episodeStarts), 2),
      ...state,
    });
    const [hidden, cell] = [rowOf(sequence, steps - 1), rowOf(sequence, steps)];
    return { outputs: tf.slice(sequence, 0, steps), state: { hidden, cell } };
  });
}

/** Row t of `[T, B, units]`: `[B, units]`. */
function rowOf(sequence: tf.Tensor3D, t: number): tf.Tensor2D {
  return tf.squeeze(tf.slice(sequence, t, 1), [0]);
}

/** x Wxᵀ + b for every step: `[T, B, inputs]` → `[T, B, 4·units]`. */
function projectInputs({ inputWeights, bias }: LstmParameters, inputs: tf.Tensor3D): tf.Tensor3D {
  const [steps, batch, size] = inputs.shape;
  const rows = tf.reshape(inputs, [steps * batch, size]); // [T*B, inputs]
  const gates = addBias(
    tf.matMul(rows, inputWeights as tf.Tensor as tf.Tensor2D, false, true),
    bias,
  );
  return tf.reshape(gates, [steps, batch, -1]); // [T, B, 4·units]
}
