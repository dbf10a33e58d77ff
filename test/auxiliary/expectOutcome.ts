import { expect } from 'vitest';
import { expectClose } from '../support/closeness.js';

type Metric = readonly (number | null)[];

const numbersOf = (values: Metric): number[] => values.filter((value) => value !== null);

/** Asserts that metrics have the same names, null at the same places, and close numbers elsewhere. */
export function expectMetrics(
  actual: Readonly<Record<string, Metric>>,
  expected: Readonly<Record<string, Metric>>,
  tolerance = 1e-5,
): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, wanted] of Object.entries(expected)) {
    const got = actual[name]!;
    const places = (values: Metric): boolean[] => values.map((value) => value === null);
    expect(places(got), `${name}: where there is no value`).toEqual(places(wanted));
    expectClose(numbersOf(got), numbersOf(wanted), { what: name, tolerance });
  }
}

/** Asserts close gradients, name by name. */
export function expectGradients(
  actual: Readonly<Record<string, readonly number[]>>,
  expected: Readonly<Record<string, readonly number[]>>,
): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, wanted] of Object.entries(expected)) {
    expectClose(actual[name]!, wanted, { what: `gradient of ${name}` });
  }
}
