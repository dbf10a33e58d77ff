import { endWithParent } from '../../actor/index.js';
import { UsageError } from '../usageError.js';
import { listTrials } from './listTrials.js';
import { runTrial } from './runTrial.js';
import { runTrials } from './runTrials.js';
import { claimSweepFolder } from './sweepFolder.js';
import { planSweep } from './sweepPlan.js';
import type { PlannedTrial, SweepPlan } from './sweepPlan.js';
import type { abortOnSignals } from '../signals.js';

/** How `cpc-rl sweep` was called. */
export interface SweepRequest {
  readonly out?: string;
  /** This trial alone, in this process. */
  readonly index?: number;
  /** Trials at a time, each in a process of its own. */
  readonly parallel: number;
  readonly list: boolean;
  /** Whether a trial ends when its standard input closes, i.e. with the sweep that started it. */
  readonly endWithParent: boolean;
}

/**
 * Trains what a sweep file asks for and is not done yet.
 *
 * @param onSignals - Called once training begins: from then on signals end it in order.
 * @returns What to print.
 */
export async function sweep(
  file: string,
  request: SweepRequest,
  onSignals: typeof abortOnSignals,
): Promise<string> {
  const plan = planSweep(file, request.out);
  if (request.list) return listTrials(plan);
  const one = request.index === undefined ? undefined : trialOf(plan, request.index);
  claimSweepFolder(plan);
  const signal = onSignals('training');
  if (!one) return await runTrials(plan, { parallel: request.parallel, signal });
  return await runOne(one, request.endWithParent, signal);
}

async function runOne(
  trial: PlannedTrial,
  withParent: boolean,
  signal: AbortSignal,
): Promise<string> {
  const signals = withParent ? [signal, endWithParent(process.stdin)] : [signal];
  try {
    await runTrial(trial, AbortSignal.any(signals));
    return `Trial ${trial.record.index} is done: ${trial.path}`;
  } finally {
    if (withParent) process.stdin.destroy(); // the sweep holds it open: this process would live on
  }
}

function trialOf({ file, trials }: SweepPlan, index: number): PlannedTrial {
  const trial = trials[index];
  if (trial) return trial;
  throw new UsageError(
    `--index ${index}: expected 0 to ${trials.length - 1}, ${file} has ${trials.length} trials. ` +
      '--list prints them.',
  );
}
