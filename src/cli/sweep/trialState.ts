import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { latestCheckpoint, openRunFolder, readSummary } from '../../metrics/index.js';
import type { RunFolder } from '../../metrics/index.js';
import { readTrialFile } from '../../sweep/index.js';
import type { TrialRecord } from '../../sweep/index.js';
import type { ExperimentConfig } from '../experimentConfig.js';
import { loadConfig } from '../loadConfig.js';
import { SweepError } from './errors.js';
import type { PlannedTrial } from './sweepPlan.js';

/** How far a trial is. */
export interface TrialState {
  readonly kind: 'new' | 'begun' | 'done';
  /** Simulator ticks that would not be lost now. */
  readonly frames: number;
  /** Its run folder, where there is one. */
  readonly folder: RunFolder | undefined;
}

/** What may change while a trial is under way: none of it changes what is learned. */
const MAY_CHANGE = ['actors', 'transport', 'checkpoint'] as const;

/**
 * How far a trial is, by what stands in its folder.
 *
 * @throws {@link SweepError} if the folder holds another trial, or one with other settings.
 */
export function trialState(planned: PlannedTrial): TrialState {
  if (!existsSync(join(planned.path, 'config.yaml'))) {
    return { kind: 'new', frames: 0, folder: undefined };
  }
  const folder = openRunFolder(planned.path);
  expectSameTrial(folder, planned);
  const frames = finishedFrames(folder);
  if (frames >= planned.config.totalFrames) return { kind: 'done', frames, folder };
  return { kind: 'begun', frames: latestCheckpoint(folder)?.frames ?? 0, folder };
}

function expectSameTrial(folder: RunFolder, { config, record }: PlannedTrial): void {
  const differences = new Set([
    ...changedKeys(lasting(loadConfig(folder.config)), lasting(config)),
    ...changedRecord(readTrialFile(folder.path), record), // the seed stands in both
  ]);
  if (differences.size === 0) return;
  throw new SweepError(
    `${folder.path}: expected trial ${record.index} as the sweep file has it now, got one that ` +
      `began with other settings (${[...differences].join(', ')}). Nothing was changed: give --out ` +
      'another folder, or put the sweep file back as it was.',
  );
}

/** Frames in the summary, which is written when a training ends or is stopped; 0 without one. */
function finishedFrames(folder: RunFolder): number {
  return existsSync(folder.summary) ? readSummary(folder.summary).frames : 0;
}

function lasting(config: ExperimentConfig): Record<string, unknown> {
  return without(config, MAY_CHANGE);
}

function changedRecord(before: TrialRecord | undefined, now: TrialRecord): string[] {
  if (!before) return []; // ended before it was written; the configuration is what counts
  return changedKeys(without(before, ['command']), without(now, ['command']));
}

function without(fields: object, left: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !left.includes(key)));
}

function changedKeys(before: Record<string, unknown>, now: Record<string, unknown>): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return keys.filter((key) => !isDeepStrictEqual(before[key], now[key]));
}
