import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tf } from '../../src/compute/index.js';
import { applyLstm, initLstm, zeroLstmState } from '../../src/nn/index.js';
import type { LstmParameters } from '../../src/nn/index.js';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { cube, matrix } from '../support/nested.js';
import { numericalGradient } from '../support/numericalGradient.js';
import { randomNumbers } from '../support/random.js';
import { lstmReference } from './lstmReference.js';

/** The differentiable inputs of an LSTM, in the order that this file lists them. */
const INPUTS = ['inputs', 'inputWeights', 'recurrentWeights', 'bias', 'hidden', 'cell'] as const;
type Input = (typeof INPUTS)[number];

type LstmCase = Readonly<
  Record<Input | 'episodeStarts' | 'pullOnOutputs' | 'pullOnCell', number[]>
> & {
  readonly sizes: {
    readonly T: number;
    readonly B: number;
    readonly inputs: number;
    readonly units: number;
  };
};

interface Outcome {
  readonly outputs: number[];
  readonly hidden: number[];
  readonly cell: number[];
  /** Of Σ outputs · pullOnOutputs + Σ (last cell) · pullOnCell. */
  readonly gradients: Record<Input, number[]>;
}

function randomCase(sizes: LstmCase['sizes'], seed: number, episodeStarts: number[]): LstmCase {
  const { T, B, inputs, units } = sizes;
  const random = randomNumbers(seed);
  const scaled = (count: number): number[] =>
    random.normals(count).map((w) => Math.fround(w * 0.5));
  return {
    sizes,
    episodeStarts,
    inputs: random.normals(T * B * inputs),
    inputWeights: scaled(inputs * 4 * units),
    recurrentWeights: scaled(units * 4 * units),
    bias: random.normals(4 * units),
    hidden: random.normals(B * units),
    cell: random.normals(B * units),
    pullOnOutputs: random.normals(T * B * units),
    pullOnCell: random.normals(B * units),
  };
}

function shapeOf(name: Input, { T, B, inputs, units }: LstmCase['sizes']): number[] {
  const shapes = {
    inputs: [T, B, inputs],
    inputWeights: [4 * units, inputs],
    recurrentWeights: [4 * units, units],
    bias: [4 * units],
    hidden: [B, units],
    cell: [B, units],
  };
  return shapes[name];
}

function run(given: LstmCase): Outcome {
  const { sizes } = given;
  const { T, B, units } = sizes;
  tf.engine().startScope();
  const episodeStarts = tf.tensor2d(given.episodeStarts, [T, B]);
  const tensors = INPUTS.map((name) => tf.tensor(given[name], shapeOf(name, sizes)));
  const apply = (list: readonly tf.Tensor[]): ReturnType<typeof applyLstm> => {
    const [inputs, inputWeights, recurrentWeights, bias, hidden, cell] = list;
    return applyLstm({ inputWeights, recurrentWeights, bias } as LstmParameters, {
      inputs: inputs as tf.Tensor3D,
      episodeStarts,
      state: { hidden: hidden as tf.Tensor2D, cell: cell as tf.Tensor2D },
    });
  };
  const { outputs, state } = apply(tensors);
  const gradients = tf.grads((...list) => {
    const result = apply(list);
    const onOutputs = tf.sum(tf.mul(result.outputs, tf.tensor(given.pullOnOutputs, [T, B, units])));
    const onCell = tf.sum(tf.mul(result.state.cell, tf.tensor(given.pullOnCell, [B, units])));
    return tf.add(onOutputs, onCell);
  })(tensors);
  const numbers = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
  const outcome = {
    outputs: numbers(outputs),
    hidden: numbers(state.hidden),
    cell: numbers(state.cell),
    gradients: Object.fromEntries(
      INPUTS.map((name, index) => [name, numbers(gradients[index]!)]),
    ) as Record<Input, number[]>,
  };
  tf.engine().endScope();
  return outcome;
}

function reference({ sizes, ...given }: LstmCase): ReturnType<typeof lstmReference> {
  const { T, B, inputs, units } = sizes;
  return lstmReference({
    inputs: cube(given.inputs, [T, B, inputs]),
    episodeStarts: matrix(given.episodeStarts, [T, B]),
    hidden: matrix(given.hidden, [B, units]),
    cell: matrix(given.cell, [B, units]),
    inputWeights: matrix(given.inputWeights, [4 * units, inputs]),
    recurrentWeights: matrix(given.recurrentWeights, [4 * units, units]),
    bias: given.bias,
  });
}

function pulled(given: LstmCase): number {
  const { outputs, cell } = reference(given);
  const dot = (values: number[], weights: number[]): number =>
    values.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  return dot(outputs.flat(2), given.pullOnOutputs) + dot(cell.flat(), given.pullOnCell);
}

const SIZES = { T: 5, B: 3, inputs: 4, units: 3 };
const STARTS = [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1]; // [T, B]: t=0, in a row, and last row

describeOnEveryEngine('LSTM', () => {
  const given = randomCase(SIZES, 11, STARTS);

  test('outputs and last state equal the float64 reference', () => {
    const { outputs, hidden, cell } = run(given);
    const expected = reference(given);
    expectClose(outputs, expected.outputs.flat(2), { what: 'outputs' });
    expectClose(hidden, expected.hidden.flat(), { what: 'last hidden state' });
    expectClose(cell, expected.cell.flat(), { what: 'last cell state' });
  });

  test.each([
    ['five steps', given],
    ['one step', randomCase({ ...SIZES, T: 1 }, 12, [0, 1, 0])],
  ])('gradients equal central differences of the float64 reference: %s', (_, lstmCase) => {
    const { gradients } = run(lstmCase);
    for (const name of INPUTS) {
      const lossAt = (x: readonly number[]): number => pulled({ ...lstmCase, [name]: [...x] });
      const expected = numericalGradient(lossAt, lstmCase[name]);
      expectClose(gradients[name], expected, { what: `gradient of ${name}` });
    }
  });

  test('values and gradients equal those of PyTorch', () => {
    const golden = JSON.parse(
      readFileSync(new URL('../golden/lstm.json', import.meta.url), 'utf8'),
    ) as LstmCase & { expected: Pick<Outcome, 'outputs' | 'cell' | 'gradients'> };
    const { outputs, cell, gradients } = run(golden);
    expectClose(outputs, golden.expected.outputs, { what: 'outputs' });
    expectClose(cell, golden.expected.cell, { what: 'last cell state' });
    for (const name of INPUTS) {
      expectClose(gradients[name], golden.expected.gradients[name], {
        what: `gradient of ${name}`,
      });
    }
  });

  test.each([1, 2, 3, 4])('one unroll equals its two parts joined at step %d', (border) => {
    const { T, B, inputs, units } = SIZES;
    const part = (
      from: number,
      to: number,
      state: Pick<LstmCase, 'hidden' | 'cell'>,
    ): LstmCase => ({
      ...given,
      ...state,
      sizes: { ...SIZES, T: to - from },
      inputs: given.inputs.slice(from * B * inputs, to * B * inputs),
      episodeStarts: given.episodeStarts.slice(from * B, to * B),
      pullOnOutputs: given.pullOnOutputs.slice(from * B * units, to * B * units),
    });
    const whole = run(given);
    const first = run(part(0, border, given));
    const second = run(part(border, T, first));
    expectClose([...first.outputs, ...second.outputs], whole.outputs, { tolerance: 1e-6 });
    expectClose(second.hidden, whole.hidden, { tolerance: 1e-6 });
    expectClose(second.cell, whole.cell, { tolerance: 1e-6 });
  });

  describe('an episode start', () => {
    const { B, units } = SIZES;
    const restarted = { ...given, episodeStarts: STARTS.map((start, i) => (i < B ? 1 : start)) };

    test('equals a zero state, exactly', () => {
      const zeros = Array<number>(B * units).fill(0);
      const fresh = run({ ...given, hidden: zeros, cell: zeros });
      const { outputs, hidden, cell } = run(restarted);
      expect({ outputs, hidden, cell }).toEqual({
        outputs: fresh.outputs,
        hidden: fresh.hidden,
        cell: fresh.cell,
      });
    });

    test('lets no gradient through to the state before it', () => {
      const { gradients } = run(given); // only sequence 0 starts an episode at t = 0
      for (const name of ['hidden', 'cell'] as const) {
        expectClose(gradients[name].slice(0, units), Array<number>(units).fill(0));
        expect(gradients[name].slice(units).every((value) => value !== 0)).toBe(true);
      }
    });
  });

  test('initial weights: N(0, 1/fan-in) cut at two deviations, forget bias 1, other biases 0', () => {
    const parameters = initLstm({ inputs: 30, units: 20, seed: 3 });
    const deviation = 1 / Math.sqrt(50);
    for (const weights of [parameters.inputWeights, parameters.recurrentWeights]) {
      const values = Array.from(weights.dataSync());
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const variance = values.reduce((sum, w) => sum + (w - mean) ** 2, 0) / values.length;
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2 * deviation);
      // Cut at two deviations, a normal keeps 0.8796 of its own. 1600 draws: give it 5 %.
      expect(Math.sqrt(variance) / (0.8796 * deviation)).toBeCloseTo(1, 1);
      expect(Math.abs(mean)).toBeLessThan(0.1 * deviation);
    }
    const bias = Array.from(parameters.bias.dataSync());
    expect(bias).toEqual(bias.map((_, i) => (i >= 40 && i < 60 ? 1 : 0)));
    expect(parameters.inputWeights.shape).toEqual([80, 30]);
    expect(parameters.recurrentWeights.shape).toEqual([80, 20]);
    tf.dispose(Object.values(parameters));
  });

  test('leaks no tensor', () => {
    const before = tf.memory().numTensors;
    const parameters = initLstm({ inputs: 2, units: 3, seed: 1 });
    const state = zeroLstmState(2, 3);
    expect(tf.memory().numTensors).toBe(before + 5);
    const inputs = tf.ones<tf.Rank.R3>([4, 2, 2]);
    const episodeStarts = tf.zeros<tf.Rank.R2>([4, 2]);
    const result = applyLstm(parameters, { inputs, episodeStarts, state });
    expect(tf.memory().numTensors).toBe(before + 10); // outputs, hidden and cell besides the inputs
    tf.dispose([inputs, episodeStarts, state.hidden, state.cell]);
    tf.dispose([result.outputs, result.state.hidden, result.state.cell]);
    tf.dispose(Object.values(parameters));
    expect(tf.memory().numTensors).toBe(before);
  });
});
