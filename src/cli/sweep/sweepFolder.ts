import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeFileDurably } from '../../metrics/index.js';
import { SweepError } from './errors.js';
import type { PlannedTrial, SweepPlan } from './sweepPlan.js';
import { trialState } from './trialState.js';

/**
 * Puts the sweep file into the sweep's folder. Where another one stands there, it is replaced only if
 * every trial that was begun is a trial of the new one too, e.g. after seeds were added.
 *
 * @throws {@link SweepError} if the folder is a run's, or holds trials that the file does not have.
 */
export function claimSweepFolder(plan: SweepPlan): void {
  const copy = join(plan.out, 'sweep.yaml');
  if (existsSync(join(plan.out, 'config.yaml'))) {
    throw new SweepError(
      `${plan.out}: expected the folder of a sweep, got that of a run. Give another --out.`,
    );
  }
  if (holds(copy, plan.bytes)) return;
  expectOwnTrials(plan);
  try {
    writeFileDurably(copy, plan.bytes);
  } catch (error) {
    // Tasks of a scheduler begin together, and each writes the same: one of them is enough.
    if (!holds(copy, plan.bytes)) throw error;
  }
}

function holds(path: string, bytes: Buffer): boolean {
  return existsSync(path) && readFileSync(path).equals(bytes);
}

function expectOwnTrials({ out, trials }: SweepPlan): void {
  const folder = join(out, 'trials');
  if (!existsSync(folder)) return;
  const planned = new Map<string, PlannedTrial>(
    trials.map((trial) => [basename(trial.path), trial]),
  );
  for (const name of readdirSync(folder)) {
    const trial = planned.get(name);
    if (trial) trialState(trial);
    else if (existsSync(join(folder, name, 'config.yaml'))) throw strange(join(folder, name));
  }
}

function strange(path: string): SweepError {
  return new SweepError(
    `${path}: expected a trial of this sweep file, got one that it does not have. ` +
      'Nothing was changed: give --out another folder, or put the sweep file back as it was.',
  );
}
