import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@rl-tools/env/random';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  iqm,
  mean,
  median,
  optimalityGap,
  performanceProfile,
  probabilityOfImprovement,
  seededResampler,
  stratifiedBootstrap,
} from '../../src/compare/index.js';
import type { Estimate, Interval, ScoreTable } from '../../src/compare/index.js';
import { virtualPython } from '../support/virtualEnvironment.js';

/** The real rliable. arch 7.2.0, which it needs, does not import beside pandas 3. */
const REQUIREMENTS = {
  name: 'venv-rliable',
  packages: [
    '--no-binary=rliable', // there is no wheel of this version
    'rliable==1.2.0',
    'arch==7.2.0',
    'numpy==2.4.6',
    'scipy==1.17.1',
    'pandas==2.3.3',
  ],
  python: '3.11',
  purpose: 'this test runs the real rliable',
} as const;

const REPLICATIONS = 200;
const OWN_REPLICATIONS = 500;
const THRESHOLDS = [-0.5, 0, 0.25, 0.5, 1, 1.5];
/** Runs of arm X, runs of arm Y, levels. */
const SHAPES = [
  [8, 8, 5],
  [10, 6, 3],
  [3, 4, 1],
  [1, 2, 2],
] as const;

interface Case {
  readonly x: number[][];
  readonly y: number[][];
}

/** What rliableFigures.py prints for a case. */
interface Figures {
  readonly statistics: number[];
  readonly improvement: number;
  readonly profile: number[];
  readonly givenIntervals: Interval[];
  readonly givenImprovement: Interval;
  readonly ownIntervals: Interval[];
  readonly ownImprovement: Interval;
}

const cases = SHAPES.map(([runsX, runsY, levels], i): Case => {
  const random = new Random(i);
  // Tenths, so that runs tie now and then.
  const score = (): number => Math.round(10 * random.normal()) / 10;
  const table = (runs: number): number[][] =>
    Array.from({ length: levels }, () => Array.from({ length: runs }, score));
  return { x: table(runsX), y: table(runsY) };
});

const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-rliable-'));
let figures: Figures[] = [];

/** First use installs the packages. */
const INSTALL_MS = 600_000;

beforeAll(() => {
  const file = join(folder, 'cases.json');
  const withResamples = cases.map((each) => ({
    ...each,
    thresholds: THRESHOLDS,
    resamples: resamplesOf(each),
  }));
  writeFileSync(file, JSON.stringify(withResamples));
  const script = new URL('rliableFigures.py', import.meta.url).pathname;
  const output = execFileSync(virtualPython(REQUIREMENTS), [script, file], { encoding: 'utf8' });
  figures = JSON.parse(output) as Figures[];
}, INSTALL_MS);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const statistics = (table: ScoreTable): number[] => [
  iqm(table),
  median(table),
  mean(table),
  optimalityGap(table),
];

describe.each(
  SHAPES.map(
    (shape, i) => [shape.join(' and ').replace(/ and (\d+)$/, ' runs, $1 levels'), i] as const,
  ),
)('%s', (_, i) => {
  const { x, y } = cases[i]!;

  test('point estimates', () => {
    const expected = figures[i]!;
    expectClose(statistics(x), expected.statistics);
    expectClose([probabilityOfImprovement(x, y)], [expected.improvement]);
    expectClose(Array.from(performanceProfile(x, THRESHOLDS)), expected.profile);
  });

  test('intervals, from the same resamples', () => {
    const { givenIntervals, givenImprovement } = figures[i]!;
    const [improvement, ...others] = bootstrapBoth(cases[i]!, REPLICATIONS);
    expectClose(
      others.flatMap(({ interval }) => interval),
      givenIntervals.flat(),
    );
    expectClose(improvement!.interval, givenImprovement);
  });

  test('intervals, from resamples of its own', () => {
    const { ownIntervals, ownImprovement } = figures[i]!;
    const [improvement, ...others] = bootstrapBoth(cases[i]!, OWN_REPLICATIONS);
    others.forEach(({ interval }, k) => {
      expectSimilar(interval, ownIntervals[k]!);
    });
    expectSimilar(improvement!.interval, ownImprovement);
  });
});

/** P(X > Y) and the statistics of X, over resamples of both. */
function bootstrapBoth({ x, y }: Case, replications: number): Estimate[] {
  return stratifiedBootstrap(
    [...x, ...y],
    (table) => {
      const drawn = table.slice(0, x.length);
      return [probabilityOfImprovement(drawn, table.slice(x.length)), ...statistics(drawn)];
    },
    { replications, resample: seededResampler(7) },
  );
}

/** The resamples that {@link bootstrapBoth} draws, as arrays. */
function resamplesOf({ x, y }: Case): [number[][], number[][]][] {
  const resamples: [number[][], number[][]][] = [];
  const keep = (table: ScoreTable): number[] => {
    const copy = table.map((level) => Array.from(level));
    resamples.push([copy.slice(0, x.length), copy.slice(x.length)]);
    return [];
  };
  stratifiedBootstrap([...x, ...y], keep, {
    replications: REPLICATIONS,
    resample: seededResampler(7),
  });
  return resamples.slice(1); // the first is the table itself
}

function expectClose(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours.length).toBe(theirs.length);
  ours.forEach((value, k) => {
    expect(value).toBeCloseTo(theirs[k]!, 9);
  });
}

/**
 * Ends of two bootstraps of 500 resamples each scatter by some 4% of the interval's length; tables of
 * few runs jump between neighbouring values.
 */
function expectSimilar(ours: Interval, theirs: Interval): void {
  const tolerance = 0.2 * (theirs[1] - theirs[0]) + 1e-9;
  expect(Math.abs(ours[0] - theirs[0])).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(ours[1] - theirs[1])).toBeLessThanOrEqual(tolerance);
}
