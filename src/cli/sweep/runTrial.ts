import { createRunFolder } from '../../metrics/index.js';
import { writeTrialFile } from '../../sweep/index.js';
import { takeRunFolder } from '../prepareRun.js';
import type { PreparedRun } from '../prepareRun.js';
import { trainPrepared } from '../trainRun.js';
import { SweepError } from './errors.js';
import type { PlannedTrial } from './sweepPlan.js';
import { trialState } from './trialState.js';

/**
 * Trains one trial in this process: from the beginning, from its last checkpoint, or not at all if it
 * is done.
 *
 * @throws {@link SweepError} if a signal ended it before its end: a scheduler must not take it for done.
 */
export async function runTrial(planned: PlannedTrial, signal: AbortSignal): Promise<void> {
  if (trialState(planned).kind === 'done') return;
  const { finished } = await trainPrepared(prepareTrial(planned), signal);
  if (finished) return;
  const { frames } = trialState(planned);
  throw new SweepError(
    `${planned.path}: stopped early, at ${frames} of ${planned.config.totalFrames} frames. ` +
      'The same command goes on.',
  );
}

function prepareTrial(planned: PlannedTrial): PreparedRun {
  const { config, path, record } = planned;
  const begun = trialState(planned).folder;
  const folder = begun ?? createRunFolder({ configName: record.sweep, out: path });
  // Between looking and taking, another process may have begun it: its settings are checked again.
  const prepared = takeRunFolder(folder, config, () => trialState(planned));
  writeTrialFile(folder.path, record);
  return prepared;
}
