import type { Matrix } from '../../support/nested.js';
import { contrastReference, dot, vectorTimesMatrix } from '../cpc/reference.js';
import type { CpcInputs, CpcOutcomes } from '../cpc/reference.js';

/**
 * Action-conditioned CPC in float64 loops over plain arrays: the GRU runs from every anchor on its own, one
 * action after the other. Slow, and meant to be read.
 */
export interface ActionCpcInputs extends Omit<CpcInputs, 'predictions'> {
  readonly actions: Matrix; // [T][B]
  readonly map: Matrix; // [C][Z]
  readonly inputWeights: Matrix; // [3C][A]
  readonly recurrentWeights: Matrix; // [3C][C]
  readonly bias: readonly number[]; // [3C]
  readonly steps: number;
}

export function actionCpcReference(inputs: ActionCpcInputs): CpcOutcomes {
  const { contexts, actions, map, steps } = inputs;
  return contrastReference(inputs, {
    steps,
    predict: (t, b, k) => {
      let state = contexts[t]![b]!;
      for (let u = t; u < t + k; u++) state = gruStep(inputs, state, actions[u]![b]!);
      return vectorTimesMatrix(state, map);
    },
  });
}

/** r, u = σ(x + h Whᵀ), n = tanh(x + r·(h Whᵀ)), h ← (1 − u)·n + u·h; x is the action's column plus bias. */
function gruStep(
  { inputWeights, recurrentWeights, bias }: ActionCpcInputs,
  state: readonly number[],
  action: number,
): number[] {
  const C = state.length;
  const given = inputWeights.map((row, i) => row[action]! + bias[i]!);
  const recurrent = recurrentWeights.map((row) => dot(row, state));
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  return state.map((before, i) => {
    const reset = sigmoid(given[i]! + recurrent[i]!);
    const update = sigmoid(given[C + i]! + recurrent[C + i]!);
    const candidate = Math.tanh(given[2 * C + i]! + reset * recurrent[2 * C + i]!);
    return (1 - update) * candidate + update * before;
  });
}
