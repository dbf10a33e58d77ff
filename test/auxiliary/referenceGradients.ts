import { numericalGradient } from '../support/numericalGradient.js';

/** What a loss is differenced by. */
interface Differenced {
  readonly variables: Readonly<Record<string, readonly number[]>>;
  readonly contexts: readonly number[];
}

/** Slow, so every case is differenced once for all engines. */
const differences = new WeakMap<Differenced, Record<string, number[]>>();

/** Central differences of a loss by every variable, under its name, and by the contexts. */
export function referenceGradients<Case extends Differenced>(
  given: Case,
  lossOf: (changed: Case) => number,
): Record<string, number[]> {
  const known = differences.get(given);
  if (known) return known;
  const { variables, contexts } = given;
  const gradients = Object.fromEntries(
    Object.entries(variables).map(([name, values]) => [
      name,
      numericalGradient(
        (x) => lossOf({ ...given, variables: { ...variables, [name]: x } }),
        values,
      ),
    ]),
  );
  gradients.contexts = numericalGradient((x) => lossOf({ ...given, contexts: x }), contexts);
  differences.set(given, gradients);
  return gradients;
}
