import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  iqm,
  mean,
  median,
  optimalityGap,
  performanceProfile,
  probabilityOfImprovement,
  stratifiedBootstrap,
} from '../../src/compare/index.js';
import type { Resampler } from '../../src/compare/index.js';

/** What rliable 1.2.0 says; `test/golden/rliable_aggregates.py` made it. Tables are levels × runs. */
interface Golden {
  readonly aggregates: Readonly<
    Record<
      string,
      {
        readonly scores: number[][];
        readonly iqm: number;
        readonly median: number;
        readonly mean: number;
        readonly optimalityGap: number;
        readonly optimalityGapOf2: number;
      }
    >
  >;
  readonly improvements: Readonly<
    Record<string, { readonly x: number[][]; readonly y: number[][]; readonly value: number }>
  >;
  /** drawn: replications × levels × runs. */
  readonly bootstrap: { readonly drawn: number[][][]; readonly intervals: [number, number][] };
  readonly profiles: {
    readonly thresholds: number[];
    readonly value: number[];
    readonly drawn: number[][][];
    readonly intervals: [number, number][];
  };
  /** drawn: replications × arms × levels × runs. */
  readonly independent: { readonly drawn: number[][][][]; readonly interval: [number, number] };
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/rliable.json', import.meta.url), 'utf8'),
) as Golden;

/** Both sum the same float64 numbers, in another order. */
const DIGITS = 12;

/** Hands out the runs that rliable drew, level by level. */
function replay(drawn: readonly (readonly number[][])[]): Resampler {
  const rows = drawn.flat();
  let next = 0;
  return (indices) => {
    indices.set(rows[next++]!);
  };
}

describe.each(Object.entries(golden.aggregates))('aggregates of %s', (_, row) => {
  test('are those of rliable', () => {
    expect(iqm(row.scores)).toBeCloseTo(row.iqm, DIGITS);
    expect(median(row.scores)).toBeCloseTo(row.median, DIGITS);
    expect(mean(row.scores)).toBeCloseTo(row.mean, DIGITS);
    expect(optimalityGap(row.scores)).toBeCloseTo(row.optimalityGap, DIGITS);
    expect(optimalityGap(row.scores, 2)).toBeCloseTo(row.optimalityGapOf2, DIGITS);
  });
});

test.each(Object.entries(golden.improvements))(
  'probability of improvement, %s, is that of rliable',
  (_, { x, y, value }) => {
    expect(probabilityOfImprovement(x, y)).toBeCloseTo(value, DIGITS);
  },
);

test('intervals of aggregates are those of rliable, given the runs it drew', () => {
  const { drawn, intervals } = golden.bootstrap;
  const { scores } = golden.aggregates.x!;
  const estimates = stratifiedBootstrap(
    scores,
    (table) => [iqm(table), median(table), mean(table), optimalityGap(table)],
    { replications: drawn.length, resample: replay(drawn) },
  );
  expectIntervals(
    estimates.map(({ interval }) => interval),
    intervals,
  );
});

test('performance profiles and their intervals are those of rliable', () => {
  const { thresholds, value, drawn, intervals } = golden.profiles;
  const estimates = stratifiedBootstrap(
    golden.aggregates.normalised!.scores,
    (table) => performanceProfile(table, thresholds),
    { replications: drawn.length, resample: replay(drawn) },
  );
  estimates.forEach((estimate, k) => {
    expect(estimate.value).toBeCloseTo(value[k]!, DIGITS);
  });
  expectIntervals(
    estimates.map(({ interval }) => interval),
    intervals,
  );
});

test('two arms are resampled independently, as in rliable', () => {
  const { drawn, interval } = golden.independent;
  const x = golden.aggregates.x!.scores;
  const y = golden.aggregates.y!.scores;
  const [estimate] = stratifiedBootstrap(
    [...x, ...y],
    (table) => [probabilityOfImprovement(table.slice(0, x.length), table.slice(x.length))],
    { replications: drawn.length, resample: replay(drawn.map((arms) => arms.flat())) },
  );
  expectIntervals([estimate!.interval], [interval]);
});

function expectIntervals(
  ours: readonly (readonly [number, number])[],
  theirs: readonly (readonly [number, number])[],
): void {
  expect(ours.length).toBe(theirs.length);
  ours.forEach(([lower, upper], k) => {
    expect(lower).toBeCloseTo(theirs[k]![0], DIGITS);
    expect(upper).toBeCloseTo(theirs[k]![1], DIGITS);
  });
}
