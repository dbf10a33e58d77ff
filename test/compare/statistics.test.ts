import { Random } from '@rl-tools/env/random';
import { describe, expect, test } from 'vitest';
import {
  areaUnderCurve,
  binEnds,
  CompareError,
  curveIntervals,
  episodesUntil,
  finalScore,
  framesToReach,
  iqm,
  learningCurve,
  mean,
  normalisationOf,
  normalise,
  performanceProfile,
  probabilityOfImprovement,
  profileThresholds,
  quantile,
  secondsAt,
  seededResampler,
  stratifiedBootstrap,
} from '../../src/compare/index.js';

const episodes = (rows: readonly (readonly [number, number])[]) => ({
  frames: Float64Array.from(rows, ([frames]) => frames),
  returns: Float64Array.from(rows, ([, value]) => value),
});

describe('finalScore', () => {
  // F = 1000: the last tenth is (900, 1000].
  test('averages what ended after nine tenths of the frames', () => {
    const run = episodes([
      [100, 50],
      [900, 40], // on the border: in the first nine tenths
      [901, 1],
      [1000, 3],
      [1004, 5], // the last update goes beyond the budget
    ]);
    expect(finalScore(run, 1000)).toBe(3);
    expect(finalScore(episodesUntil(run, 1000), 1000)).toBe(2);
  });

  test('is NaN where nothing ended there', () => {
    expect(finalScore(episodes([[900, 40]]), 1000)).toBeNaN();
    expect(finalScore(episodes([]), 1000)).toBeNaN();
  });
});

describe('learningCurve', () => {
  const axis = { end: 100, bins: 5 };

  test('averages within bins that hold their upper end, and keeps a value over empty ones', () => {
    const at = [21, 40, 41, 100, 130];
    const values = [1, 3, 10, 4, 6];
    // (0, 20]: none; (20, 40]: 1, 3; (40, 60]: 10; (60, 80]: none; (80, 100] and beyond: 4, 6
    expect([...learningCurve({ at, values }, axis)]).toEqual([NaN, 2, 10, 10, 5]);
    expect(binEnds(axis)).toEqual([20, 40, 60, 80, 100]);
  });

  test('area: the mean of the bins that have a value', () => {
    expect(areaUnderCurve(Float64Array.of(NaN, 2, 10, 10, 5))).toBe(6.75);
    expect(areaUnderCurve(Float64Array.of(NaN))).toBeNaN();
  });

  test('area of a fine curve is the integral over the length', () => {
    // Return at frame f is f²; (1/F) ∫ f² df = F²/3, left to right within half a bin.
    const at = Array.from({ length: 10_000 }, (_, i) => (i + 1) / 100);
    const curve = learningCurve({ at, values: at.map((f) => f * f) }, { end: 100, bins: 100 });
    expect(areaUnderCurve(curve)).toBeCloseTo(100 ** 2 / 3, -1);
  });
});

describe('framesToReach', () => {
  const run = episodes([
    [10, 9],
    [20, 0],
    [30, 3],
    [40, 6],
    [50, 0],
  ]);

  test('the end of the first window whose mean is at least the score', () => {
    // Means of two: 4.5, 1.5, 4.5, 3
    expect(framesToReach(run, 4.5, 2)).toBe(20);
    // Means of three: 4, 3, 3
    expect(framesToReach(run, 4, 3)).toBe(30);
    expect(framesToReach(run, 3.6, 5)).toBe(50);
  });

  test('null where the score is never reached, or the window never filled', () => {
    expect(framesToReach(run, 4.6, 2)).toBeNull();
    expect(framesToReach(run, -5, 6)).toBeNull();
  });

  test('refuses an empty window', () => {
    expect(() => framesToReach(run, 1, 0)).toThrow(CompareError);
  });
});

test('secondsAt goes straight from line to line, and stays at the last', () => {
  const clock = { frames: Float64Array.of(10, 20, 20, 40), seconds: Float64Array.of(5, 6, 8, 20) };
  expect([...secondsAt(clock, [2, 10, 15, 20, 30, 40, 50])]).toEqual([1, 5, 5.5, 6, 14, 20, 20]);
});

test('quantile is linear between order statistics', () => {
  expect(quantile([1, 2, 4, 8], 0.5)).toBe(3);
  expect(quantile([1, 2, 4, 8], 0.9)).toBeCloseTo(4 + 0.7 * 4, 12); // h = 2.7
  expect(quantile([3], 0.9)).toBe(3);
  expect(quantile([1, 2, Infinity], 0.5)).toBe(2);
  expect(quantile([1, Infinity, Infinity], 0.75)).toBe(Infinity);
});

test('iqm drops a quarter at each end, rounded down', () => {
  // 9 values: 2 at each end go.
  expect(iqm([[100, 1, 2, 3, 4, 5, 6, 7, -100]])).toBe((2 + 3 + 4 + 5 + 6) / 5);
  expect(iqm([[1, 2, 30]])).toBe(11);
  expect(iqm([[5], [1, 2, 100]])).toBe(3.5); // over levels: 1, 2, 5, 100
});

test('levels weigh alike in the mean, however many runs they have', () => {
  expect(mean([[0, 0, 0, 0], [4]])).toBe(2);
});

describe('normalise', () => {
  const references = { random: 2, randomDeviation: 4, human: 12, scripted: 22, source: '' };

  test.each([
    ['human', [0, 1, 2, -0.2]],
    ['scripted', [0, 0.5, 1, -0.1]],
    ['random', [0, 2.5, 5, -0.5]],
  ] as const)('%s', (kind, expected) => {
    expect([...normalise([2, 12, 22, 0], normalisationOf(references, kind)!)]).toEqual(expected);
  });

  test('needs the scores it takes', () => {
    expect(normalisationOf({ ...references, human: null }, 'human')).toBeNull();
    expect(normalisationOf({ ...references, random: null }, 'random')).toBeNull();
    expect(normalisationOf(null, 'human')).toBeNull();
    expect(() => normalise([1], { zero: 3, one: 3 })).toThrow(/two different reference scores/);
  });
});

test('profiles count what lies above a threshold, not on it', () => {
  expect([...performanceProfile([[0, 1, 1, 2], [3]], [0, 1, 3])]).toEqual([
    (0.75 + 1) / 2,
    (0.25 + 1) / 2,
    0,
  ]);
  expect(profileThresholds([[[0.5, -1]], [[2]]], 4)).toEqual([-1, 0, 1, 2]);
  expect(profileThresholds([[[0.5]]], 3)).toEqual([0, 0.5, 1]);
});

test('probability of improvement refuses arms on different levels', () => {
  expect(() => probabilityOfImprovement([[1]], [[1], [2]])).toThrow(/same levels, got 1 and 2/);
  expect(() => probabilityOfImprovement([[1]], [[]])).toThrow(/at least one run/);
  expect(() => iqm([])).toThrow(/got no level/);
  expect(() => iqm([[1], []])).toThrow(/none for level 1/);
});

describe('stratifiedBootstrap', () => {
  test('says the same for the same seed', () => {
    const interval = (seed: number) =>
      stratifiedBootstrap([[1, 5, 2, 8, 3]], (table) => [mean(table)], {
        replications: 500,
        resample: seededResampler(seed),
      })[0]!.interval;
    expect(interval(3)).toEqual(interval(3));
    expect(interval(3)).not.toEqual(interval(4));
  });

  test('never mixes levels', () => {
    const [lowest] = stratifiedBootstrap(
      [
        [1, 1, 1],
        [5, 5],
      ],
      ([first, second]) => [Math.max(...Array.from(first!)) + Math.min(...Array.from(second!))],
      { replications: 200 },
    );
    expect(lowest).toEqual({ value: 6, interval: [6, 6] });
  });

  test('draws with replacement, every run as often as the others', () => {
    const counts = new Float64Array(5);
    const resample = seededResampler(1);
    const indices = new Int32Array(5);
    let repeated = 0;
    for (let b = 0; b < 4000; b++) {
      resample(indices);
      for (const run of indices) counts[run]!++;
      if (new Set(indices).size < 5) repeated++;
    }
    // Binomial: 4,000 ± 57 for each; a resample has no repetition with probability 5!/5⁵ = 0.0384.
    for (const count of counts) expect(Math.abs(count - 4000)).toBeLessThan(5 * 57);
    expect(repeated / 4000).toBeCloseTo(1 - 0.0384, 1);
  });

  test('the interval of a mean is as long as theory says', () => {
    // The bootstrap mean of n runs has the standard error s/√n (s with divisor n), nearly normal for n = 50.
    const random = new Random(5);
    const scores = Array.from({ length: 50 }, () => random.normal());
    const centre = scores.reduce((sum, x) => sum + x, 0) / 50;
    const error = Math.sqrt(scores.reduce((sum, x) => sum + (x - centre) ** 2, 0)) / 50;
    const [estimate] = stratifiedBootstrap([scores], (table) => [mean(table)]);
    expect(estimate!.value).toBeCloseTo(centre, 12);
    expect((centre - estimate!.interval[0]) / error).toBeCloseTo(1.96, 0);
    expect((estimate!.interval[1] - centre) / error).toBeCloseTo(1.96, 0);
  });
});

describe('curveIntervals', () => {
  const random = new Random(2);
  const curves = Array.from({ length: 7 }, () =>
    Float64Array.from({ length: 4 }, () => random.normal()),
  );

  test('is a bootstrap in every bin', () => {
    const replications = 300;
    const ours = curveIntervals(curves, { replications, resample: seededResampler(9) });
    for (let bin = 0; bin < 4; bin++) {
      const scores = [curves.map((curve) => curve[bin]!)];
      const [meanOf, iqmOf] = stratifiedBootstrap(scores, (table) => [mean(table), iqm(table)], {
        replications,
        resample: seededResampler(9),
      });
      expect(ours.mean[bin]).toBeCloseTo(meanOf!.value, 12);
      expect(ours.iqm[bin]).toBeCloseTo(iqmOf!.value, 12);
      for (const end of [0, 1] as const) {
        expect(ours.meanInterval[bin]![end]).toBeCloseTo(meanOf!.interval[end], 12);
        expect(ours.iqmInterval[bin]![end]).toBeCloseTo(iqmOf!.interval[end], 12);
      }
    }
  });

  test('has no value where a run has none', () => {
    const late = curves.map((curve) => Float64Array.from(curve));
    late[3]!.fill(NaN, 0, 2);
    const { mean: means, iqmInterval } = curveIntervals(late, { replications: 10 });
    expect(means.map((value) => value === null)).toEqual([true, true, false, false]);
    expect(iqmInterval.map((value) => value === null)).toEqual([true, true, false, false]);
  });
});
