import { basename, join } from 'node:path';
import {
  formatDuration,
  isRunLocked,
  makeFolderDurably,
  openRunFolder,
  readSummary,
} from '../../metrics/index.js';
import { SweepError } from './errors.js';
import type { PlannedTrial, SweepPlan } from './sweepPlan.js';
import { startTrial } from './trialProcess.js';
import { trialState } from './trialState.js';

/** How trials are run. */
export interface RunTrialsOptions {
  /** How many at a time, each in a process of its own. */
  readonly parallel: number;
  /** Ends them after the update that is under way. */
  readonly signal: AbortSignal;
}

type Result = 'done' | 'failed' | 'stopped' | 'elsewhere';

/**
 * Trains all trials of a sweep that are not done, in order of their indices. One that fails does not
 * stop the others.
 *
 * @returns What to print at the end.
 * @throws {@link SweepError} naming the trials that failed, or if a signal ended the sweep.
 */
export async function runTrials(
  plan: SweepPlan,
  { parallel, signal }: RunTrialsOptions,
): Promise<string> {
  const open = plan.trials.filter((trial) => trialState(trial).kind !== 'done');
  note(`Sweep folder: ${plan.out}`);
  note(`${plan.trials.length} trials, ${plan.trials.length - open.length} of them done.`);
  const queue = open.values();
  const results: [PlannedTrial, Result][] = [];
  const work = async (): Promise<void> => {
    for (const trial of queue) {
      if (signal.aborted) return;
      results.push([trial, await runInProcess(plan, trial, signal)]);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return conclusion(plan, results, signal);
}

async function runInProcess(
  plan: SweepPlan,
  trial: PlannedTrial,
  signal: AbortSignal,
): Promise<Result> {
  const { frames } = trialState(trial);
  const log = join(plan.out, 'logs', `${basename(trial.path)}.log`);
  makeFolderDurably(join(plan.out, 'logs'));
  note(`${title(trial)}: ${frames > 0 ? `goes on at ${frames} frames` : 'begins'}`);
  const running = startTrial(plan, trial, log);
  const stop = (): void => {
    running.stop();
  };
  signal.addEventListener('abort', stop);
  const how = await running.ended;
  signal.removeEventListener('abort', stop);
  const result = how === null ? 'done' : whyNot(trial, signal);
  note(`${title(trial)}: ${describe(trial, result, `failed (${String(how)}); see ${log}`)}`);
  return result;
}

function whyNot(trial: PlannedTrial, signal: AbortSignal): Result {
  if (signal.aborted) return 'stopped';
  return isRunLocked(trial.path) ? 'elsewhere' : 'failed'; // its own process has ended
}

function describe(trial: PlannedTrial, result: Result, failure: string): string {
  if (result === 'failed') return failure;
  if (result === 'stopped') return `stopped at ${trialState(trial).frames} frames`;
  if (result === 'elsewhere') return 'another process works on it';
  const { meanReturn, seconds } = readSummary(openRunFolder(trial.path).summary);
  const score = meanReturn === null ? 'no episode ended' : `mean return ${meanReturn.toFixed(2)}`;
  return `done, ${score}, ${formatDuration(seconds)}`;
}

function conclusion(
  plan: SweepPlan,
  results: readonly [PlannedTrial, Result][],
  signal: AbortSignal,
): string {
  const failed = results.filter(([, result]) => result === 'failed').map(([trial]) => trial);
  if (failed.length > 0) {
    const list = failed.map((trial) => `  ${title(trial)}\n    ${trial.record.command}`).join('\n');
    throw new SweepError(
      `${failed.length} of ${plan.trials.length} trials failed; logs are in ${join(plan.out, 'logs')}:\n${list}`,
    );
  }
  if (signal.aborted) {
    throw new SweepError('stopped early. The same command goes on where it was.');
  }
  const elsewhere = results.filter(([, result]) => result === 'elsewhere').length;
  const rest = elsewhere === 0 ? '' : `; another process works on ${elsewhere} of them`;
  return `Sweep of ${plan.trials.length} trials: ${plan.out}${rest}`;
}

function title({ record }: PlannedTrial): string {
  const { index, arm, level, draw, seed } = record;
  return `trial ${index} (${arm}, ${level}, draw ${draw}, seed ${seed})`;
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
