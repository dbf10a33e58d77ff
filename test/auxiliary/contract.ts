import { expect, test } from 'vitest';
import type { AuxiliaryLoss } from '../../src/auxiliary/index.js';
import { tf } from '../../src/compute/index.js';

/** A loss under {@link describeContract}. */
export interface ContractSubject<F> {
  /** Makes a loss of the same sizes; the suite disposes it. */
  make(seed: number): AuxiliaryLoss<F>;
  /** Features it can learn from; every tensor stands in the record that comes with them. */
  features(): { readonly features: F; readonly tensors: readonly tf.Tensor[] };
  /** Shapes of its variables by checkpoint name. */
  readonly variables: Readonly<Record<string, readonly number[]>>;
}

/** What holds for every auxiliary loss, whatever it computes. To be called inside a suite of one engine. */
export function describeContract<F>({ make, features, variables }: ContractSubject<F>): void {
  test('has its variables under its name, all trainable', () => {
    const loss = make(1);
    const shapes = [...loss.namedVariables].map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual(variables);
    expect([...loss.namedVariables.values()]).toEqual(loss.variables);
    for (const [name, { trainable }] of loss.namedVariables) {
      expect(name.startsWith(`${loss.name}/`)).toBe(true);
      expect(trainable).toBe(true);
    }
    loss.dispose();
  });

  test('equal seeds give equal variables and results, bit for bit; other seeds others', () => {
    const given = features();
    const [a, b, c] = [1, 1, 2].map((seed) => {
      const loss = make(seed);
      const result = tf.tidy(() => {
        const { value, grads } = tf.variableGrads(
          () => loss.compute(given.features).loss,
          [...loss.variables],
        );
        const gradients = loss.variables.map(({ name }) => Array.from(grads[name]!.dataSync()));
        return { value: value.dataSync()[0], gradients };
      });
      loss.dispose();
      return result;
    });
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    expect(a!.gradients.every((gradient) => gradient.some((g) => g !== 0))).toBe(true);
    tf.dispose([...given.tensors]);
  });

  test('leaks no tensor, and what it returns belongs to the caller', () => {
    const given = features();
    const without = tf.memory().numTensors;
    const loss = make(1);
    const before = tf.memory().numTensors;
    expect(before).toBe(without + loss.variables.length);
    for (let round = 0; round < 2; round++) {
      const { loss: value, metrics } = loss.compute(given.features);
      expect(tf.memory().numTensors).toBe(before + 1 + Object.keys(metrics).length);
      tf.dispose([value, metrics]);
      const gradients = tf.variableGrads(
        () => loss.compute(given.features).loss,
        [...loss.variables],
      );
      tf.dispose([gradients.value, gradients.grads]);
      expect(tf.memory().numTensors).toBe(before);
    }
    loss.dispose();
    expect(tf.memory().numTensors).toBe(without);
    tf.dispose([...given.tensors]);
  });
}
