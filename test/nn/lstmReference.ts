import type { Cube, Matrix } from '../support/nested.js';

/** Everything an LSTM computes from; gates in the order input, candidate, forget, output. */
export interface LstmNumbers {
  readonly inputs: Cube; // [T][B][inputs]
  readonly episodeStarts: Matrix; // [T][B]
  readonly hidden: Matrix; // [B][units]
  readonly cell: Matrix; // [B][units]
  readonly inputWeights: Matrix; // [4·units][inputs]
  readonly recurrentWeights: Matrix; // [4·units][units]
  readonly bias: readonly number[]; // [4·units]
}

/** An LSTM of one sequence, one unit and one sum at a time, in float64. */
export function lstmReference(numbers: LstmNumbers): {
  outputs: Cube;
  hidden: Matrix;
  cell: Matrix;
} {
  const { inputs, episodeStarts } = numbers;
  let [hidden, cell] = [numbers.hidden, numbers.cell];
  const outputs = inputs.map((step, t) => {
    const next = step.map((x, b) => {
      const starts = episodeStarts[t]![b] === 1;
      const before = {
        hidden: starts ? hidden[b]!.map(() => 0) : hidden[b]!,
        cell: starts ? cell[b]!.map(() => 0) : cell[b]!,
      };
      return oneCell(numbers, x, before);
    });
    hidden = next.map((state) => state.hidden);
    cell = next.map((state) => state.cell);
    return hidden;
  });
  return { outputs, hidden, cell };
}

interface CellState {
  readonly hidden: number[];
  readonly cell: number[];
}

function oneCell(numbers: LstmNumbers, x: readonly number[], before: CellState): CellState {
  const units = before.hidden.length;
  const gate = (index: number, unit: number): number => {
    const row = index * units + unit;
    let sum = numbers.bias[row]!;
    x.forEach((value, column) => (sum += value * numbers.inputWeights[row]![column]!));
    before.hidden.forEach((value, i) => (sum += value * numbers.recurrentWeights[row]![i]!));
    return sum;
  };
  const cell = before.cell.map((memory, unit) => {
    const [input, candidate, forget] = [gate(0, unit), gate(1, unit), gate(2, unit)];
    return sigmoid(forget) * memory + sigmoid(input) * Math.tanh(candidate);
  });
  const hidden = cell.map((memory, unit) => sigmoid(gate(3, unit)) * Math.tanh(memory));
  return { hidden, cell };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
