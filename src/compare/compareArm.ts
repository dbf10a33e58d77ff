import { deriveSeed } from '@rl-tools/env/random';
import { iqm, meanOf } from './aggregates.js';
import type { ScoreTable } from './aggregates.js';
import { seededResampler, stratifiedBootstrap } from './bootstrap.js';
import type { BootstrapOptions } from './bootstrap.js';
import { sharedConfig } from './configDifferences.js';
import { binEnds } from './curve.js';
import type { Axis } from './curve.js';
import { curveIntervals } from './curveIntervals.js';
import { runResult, secondsCurve } from './measureRun.js';
import type { MeasuredRun } from './measureRun.js';
import { quantile } from './quantile.js';
import type { Run } from './run.js';
import type { ArmCurve, ArmResult, ComparisonSettings, FramesToReach, RunResult } from './types.js';

/** What the arms of a level share. */
export interface ArmContext {
  readonly level: string;
  readonly arm: string;
  readonly settings: ComparisonSettings;
  readonly totalFrames: number;
  /** End of the axis over wall-clock: the longest run of the level; `null` without a clock. */
  readonly longestSeconds: number | null;
  /** Score whose frames are counted, and how it came about. */
  readonly target: Pick<FramesToReach, 'score' | 'chosen'>;
}

/** Figures of one arm on one level; `runs` are ordered and at least one. */
export function compareArm(runs: readonly MeasuredRun[], context: ArmContext): ArmResult {
  const { settings, totalFrames } = context;
  const scores = runs.map(({ finalScore }) => finalScore);
  const areas = runs.map(({ areaUnderCurve }) => areaUnderCurve);
  const [iqmOfScores, mean, median] = stratifiedBootstrap(
    [scores],
    runStatistics,
    scoreBootstrap(context, 'scores'),
  );
  const [area] = stratifiedBootstrap(
    [areas],
    ([values]) => [meanOf(values!)],
    scoreBootstrap(context, 'area'),
  );
  const wallClock = wallClockCurves(runs, context);
  const results = runs.map((run, i) =>
    runResult(run, {
      curve: wallClock?.curves[i] ?? null,
      score: context.target.score,
      window: settings.window,
    }),
  );
  return {
    seeds: scores,
    iqm: iqmOfScores!.value,
    iqmInterval: iqmOfScores!.interval,
    mean: mean!.value,
    meanInterval: mean!.interval,
    median: median!.value,
    medianInterval: median!.interval,
    standardDeviation: standardDeviation(scores),
    areaUnderCurve: area!.value,
    areaUnderCurveInterval: area!.interval,
    framesToReach: framesOfArm(results, context),
    curves: {
      frames: armCurve(
        runs.map(({ curve }) => curve),
        { end: totalFrames, bins: settings.bins },
        context,
      ),
      seconds: wallClock && armCurve(wallClock.curves, wallClock.axis, context),
    },
    runs: results,
    config: sharedConfig(runs.map(({ run }) => run) as [Run, ...Run[]]), // an arm has runs,
  };
}

/** IQM, mean and median over the runs of one level. */
function runStatistics([scores]: ScoreTable): number[] {
  const sorted = Float64Array.from(scores!).sort();
  return [iqm([sorted]), meanOf(sorted), quantile(sorted, 0.5)];
}

function wallClockCurves(
  runs: readonly MeasuredRun[],
  { longestSeconds, settings }: ArmContext,
): { curves: Float64Array[]; axis: Axis } | null {
  if (longestSeconds === null || longestSeconds === 0) return null;
  const axis = { end: longestSeconds, bins: settings.bins };
  const curves = runs.map((run) => secondsCurve(run, axis));
  const known = curves.filter((curve) => curve !== null);
  return known.length === runs.length ? { curves: known, axis } : null;
}

function armCurve(curves: readonly Float64Array[], axis: Axis, context: ArmContext): ArmCurve {
  const options = {
    ...scoreBootstrap(context, 'curve'),
    replications: context.settings.curveReplications,
  };
  return { x: binEnds(axis), ...curveIntervals(curves, options) };
}

/** Runs that never reach the score count as later than any that does. */
function framesOfArm(results: readonly RunResult[], context: ArmContext): FramesToReach {
  const frames = results.map(({ framesToReach }) => framesToReach ?? Infinity);
  const [median] = stratifiedBootstrap(
    [frames],
    ([values]) => [quantile(Float64Array.from(values!).sort(), 0.5)],
    scoreBootstrap(context, 'frames'),
  );
  const { value, interval } = median!;
  return {
    ...context.target,
    reached: frames.filter(Number.isFinite).length,
    runs: frames.length,
    median: finiteOrNull(value),
    interval: [finiteOrNull(interval[0]), finiteOrNull(interval[1])],
  };
}

/** Every figure of every arm is resampled by itself: another arm beside it changes nothing. */
function scoreBootstrap({ settings, level, arm }: ArmContext, what: string): BootstrapOptions {
  const seed = deriveSeed(settings.seed, level, arm, what);
  const { replications, confidence } = settings;
  return { replications, confidence, resample: seededResampler(seed) };
}

function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
