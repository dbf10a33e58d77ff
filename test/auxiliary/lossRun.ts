import type { AuxiliaryLoss } from '../../src/auxiliary/index.js';
import { tf } from '../../src/compute/index.js';
import { randomNumbers } from '../support/random.js';

/** Row-major numbers and their shape. */
export interface Numbers {
  readonly values: readonly number[];
  readonly shape: readonly number[];
}

/** What a loss made of its inputs, as plain numbers. */
export interface LossOutcome {
  readonly loss: number;
  /** NaN as null. */
  readonly metrics: Readonly<Record<string, (number | null)[]>>;
  /** Of the differentiable inputs and of the variables, by name. */
  readonly gradients: Readonly<Record<string, number[]>>;
}

/** How a loss is run. */
export interface LossRun<F> {
  readonly loss: AuxiliaryLoss<F>;
  /** Values of the variables by checkpoint name. */
  readonly variables: Readonly<Record<string, readonly number[]>>;
  /** Inputs whose gradient is wanted, by name. */
  readonly inputs: Readonly<Record<string, Numbers>>;
  /** Features from those inputs; what else they hold is made inside. */
  features(inputs: Readonly<Record<string, tf.Tensor>>): F;
}

/** Runs a loss with given variables, takes its gradients, and disposes it. */
export function runLoss<F>({ loss, variables, inputs, features }: LossRun<F>): LossOutcome {
  assignVariables(loss, variables);
  tf.engine().startScope();
  const outcome = outcomeOf({ loss, inputs, features });
  tf.engine().endScope();
  loss.dispose();
  return outcome;
}

function outcomeOf<F>({ loss, inputs, features }: Omit<LossRun<F>, 'variables'>): LossOutcome {
  const names = Object.keys(inputs);
  const featuresOf = (tensors: readonly tf.Tensor[]): F =>
    features(Object.fromEntries(names.map((name, i) => [name, tensors[i]!])));
  const tensors = Object.values(inputs).map(({ values, shape }) =>
    tf.tensor([...values], [...shape], 'float32'),
  );
  const { metrics } = loss.compute(featuresOf(tensors));
  // `compute` reads the variables itself; they are listed so that their gradients are taken too.
  const { value, grads } = tf.valueAndGrads(
    (...all: tf.Tensor[]) => loss.compute(featuresOf(all)).loss,
  )([...tensors, ...loss.variables]);
  const all = [...names, ...loss.namedVariables.keys()];
  return {
    loss: value.dataSync()[0]!,
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([name, metric]) => [name, orNull(metric.dataSync())]),
    ),
    gradients: Object.fromEntries(all.map((name, i) => [name, Array.from(grads[i]!.dataSync())])),
  };
}

/** Random values for the variables of a loss, by checkpoint name; the loss is disposed. */
export function randomVariables<F>(
  loss: AuxiliaryLoss<F>,
  { seed, deviation }: { readonly seed: number; readonly deviation: number },
): Record<string, number[]> {
  const random = randomNumbers(seed);
  const values = [...loss.namedVariables].map(([name, { size }]) => [
    name,
    random.normals(size).map((x) => Math.fround(deviation * x)),
  ]);
  loss.dispose();
  return Object.fromEntries(values) as Record<string, number[]>;
}

function assignVariables<F>(
  { namedVariables }: AuxiliaryLoss<F>,
  values: Readonly<Record<string, readonly number[]>>,
): void {
  for (const [name, variable] of namedVariables) {
    tf.tidy(() => {
      variable.assign(tf.tensor([...values[name]!], variable.shape));
    });
  }
}

function orNull(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}
