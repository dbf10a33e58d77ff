import { areaUnderCurve, learningCurve } from './curve.js';
import { episodesUntil, FINAL_SHARE, finalScore, framesToReach } from './episodes.js';
import type { Episodes } from './episodes.js';
import { CompareError } from './errors.js';
import type { Run } from './run.js';
import { secondsAt } from './secondsAt.js';
import type { RunResult } from './types.js';

/** A run within the compared frames, and its figures that need no other run. */
export interface MeasuredRun {
  readonly run: Run;
  readonly episodes: Episodes;
  readonly finalScore: number;
  /** Over frames; NaN before the first episode. */
  readonly curve: Float64Array;
  readonly areaUnderCurve: number;
  /** Seconds at the end of each episode; `null` without a clock. */
  readonly episodeSeconds: Float64Array | null;
  /** Seconds at the last of the compared frames; `null` without a clock. */
  readonly seconds: number | null;
}

/** Over what a run is measured. */
export interface RunRange {
  /** Compared frames. */
  readonly totalFrames: number;
  /** Whether episodes after those frames are left out: not where they are the run's own budget. */
  readonly isCut: boolean;
  readonly bins: number;
}

/**
 * Episodes of a run within the compared frames, and its final score.
 *
 * @throws {@link CompareError} if it has no final score.
 */
export function scoreRun(
  run: Run,
  { totalFrames, isCut }: RunRange,
): Pick<MeasuredRun, 'episodes' | 'finalScore'> {
  const episodes = isCut ? episodesUntil(run.episodes, totalFrames) : run.episodes;
  const score = finalScore(episodes, totalFrames);
  if (!Number.isNaN(score)) return { episodes, finalScore: score };
  const start = (1 - FINAL_SHARE) * totalFrames;
  throw new CompareError(
    `${run.path}: expected episodes that ended between frames ${start} and ${totalFrames}, got none ` +
      `(${episodes.returns.length} before), so the run has no final score. It is too short for this level.`,
  );
}

/**
 * Measures one run.
 *
 * @throws {@link CompareError} if it has no final score.
 */
export function measureRun(run: Run, range: RunRange): MeasuredRun {
  const { totalFrames, bins } = range;
  const { episodes, finalScore: score } = scoreRun(run, range);
  const curve = learningCurve(
    { at: episodes.frames, values: episodes.returns },
    { end: totalFrames, bins },
  );
  const { clock } = run;
  return {
    run,
    episodes,
    finalScore: score,
    curve,
    areaUnderCurve: areaUnderCurve(curve),
    episodeSeconds: clock && secondsAt(clock, episodes.frames),
    seconds: clock && secondsAt(clock, [totalFrames])[0]!,
  };
}

/**
 * A run's learning curve over wall-clock.
 *
 * @param end - Seconds at the end of the axis.
 * @returns NaN before the first episode and in bins that begin after the run's end; `null` without a
 *   clock.
 */
export function secondsCurve(
  { episodes, episodeSeconds, seconds }: MeasuredRun,
  { end, bins }: { end: number; bins: number },
): Float64Array | null {
  if (episodeSeconds === null || seconds === null) return null;
  const curve = learningCurve({ at: episodeSeconds, values: episodes.returns }, { end, bins });
  return curve.map((value, bin) => ((bin * end) / bins < seconds ? value : NaN));
}

/** What is told of a run. */
export function runResult(
  measured: MeasuredRun,
  { curve, score, window }: { curve: Float64Array | null; score: number; window: number },
): RunResult {
  const { run, episodes } = measured;
  return {
    path: run.path,
    seed: run.seed,
    draw: run.draw,
    finalScore: measured.finalScore,
    areaUnderCurve: measured.areaUnderCurve,
    framesToReach: framesToReach(episodes, score, window),
    curve: { frames: known(measured.curve), seconds: curve && known(curve) },
    seconds: measured.seconds,
    episodes: episodes.returns.length,
    hyperparameters: run.hyperparameters,
    command: run.command,
    version: run.version,
    engine: run.engine,
    environment: run.environment,
  };
}

/** JSON has no NaN. */
function known(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}
