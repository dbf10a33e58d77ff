import { meanOf, trimmedMean } from './aggregates.js';
import { percentileInterval, REPLICATIONS, seededResampler } from './bootstrap.js';
import type { BootstrapOptions } from './bootstrap.js';
import type { ArmCurve, Interval } from './types.js';

/** Mean and interquartile mean of several runs' curves, with pointwise intervals. */
export type CurveEstimates = Omit<ArmCurve, 'x'>;

/**
 * Mean and IQM over runs in every bin, with the percentile interval of a bootstrap over runs: whole
 * curves are drawn with replacement, the same for all bins. Intervals hold for each bin by itself.
 *
 * Source: Agarwal et al. 2021, arXiv:2108.13264, §4.1 and Fig. 4 (sample efficiency curves).
 *
 * @param curves - One per run, all of the same length; NaN where a run has no value.
 * @returns `null` in bins in which some run has no value.
 */
export function curveIntervals(
  curves: readonly Float64Array[],
  options: BootstrapOptions = {},
): CurveEstimates {
  const { replications = REPLICATIONS, confidence, resample = seededResampler(0) } = options;
  const bins = Array.from(curves[0] ?? [], (_, bin) => rankBin(curves, bin));
  const known = bins.filter((bin) => bin !== null);
  const replicates = known.map(() => ({
    mean: new Float64Array(replications),
    iqm: new Float64Array(replications),
  }));
  const indices = new Int32Array(curves.length);
  const counts = new Int32Array(curves.length);
  const drawn = new Float64Array(curves.length);
  for (let b = 0; b < replications; b++) {
    resample(indices);
    counts.fill(0);
    for (const run of indices) counts[run]!++;
    known.forEach((bin, k) => {
      fillAscending(drawn, bin, counts);
      replicates[k]!.mean[b] = meanOf(drawn);
      replicates[k]!.iqm[b] = trimmedMean(drawn);
    });
  }
  const interval = new Map(
    known.map((bin, k) => [
      bin,
      {
        mean: percentileInterval(replicates[k]!.mean, confidence),
        iqm: percentileInterval(replicates[k]!.iqm, confidence),
      },
    ]),
  );
  const inEach = <T>(figure: (bin: RankedBin) => T): (T | null)[] =>
    bins.map((bin) => (bin === null ? null : figure(bin)));
  return {
    mean: inEach(({ values }) => meanOf(values)),
    meanInterval: inEach((bin): Interval => interval.get(bin)!.mean),
    iqm: inEach(({ values }) => trimmedMean(values)),
    iqmInterval: inEach((bin): Interval => interval.get(bin)!.iqm),
  };
}

/** The runs' values in one bin, ascending, and whose they are: no resample has to be sorted. */
interface RankedBin {
  readonly values: Float64Array;
  readonly runs: Int32Array;
}

function rankBin(curves: readonly Float64Array[], bin: number): RankedBin | null {
  const ranked = curves
    .map((curve, run) => ({ run, value: curve[bin]! }))
    .sort((a, b) => a.value - b.value);
  if (ranked.some(({ value }) => Number.isNaN(value))) return null;
  return {
    values: Float64Array.from(ranked, ({ value }) => value),
    runs: Int32Array.from(ranked, ({ run }) => run),
  };
}

/** Lays out a resample in ascending order, given how often each run was drawn. */
function fillAscending(drawn: Float64Array, { values, runs }: RankedBin, counts: Int32Array): void {
  let at = 0;
  for (let rank = 0; rank < runs.length; rank++) {
    for (let n = counts[runs[rank]!]!; n > 0; n--) drawn[at++] = values[rank]!;
  }
}
