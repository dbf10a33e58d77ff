import { join } from 'node:path';
import { armOf, readRunConfig } from '../../compare/index.js';
import { readTrialFile } from '../../sweep/index.js';

/** What a run's configuration says about it. */
export interface RunInfo {
  readonly level: string;
  readonly arm: string;
  readonly seed: number;
  readonly totalFrames: number;
}

/**
 * Reads what a run is from its `config.yaml`, and its arm from `trial.json` where a sweep wrote one.
 *
 * @returns undefined where the configuration cannot be read, e.g. because it is just being written.
 */
export function readRunInfo(folder: string): RunInfo | undefined {
  try {
    const config = readRunConfig(join(folder, 'config.yaml'));
    const { env, seed, totalFrames } = config;
    return { level: env.id, arm: armOfTrial(folder) ?? armOf(config), seed, totalFrames };
  } catch {
    return undefined;
  }
}

function armOfTrial(folder: string): string | undefined {
  try {
    return readTrialFile(folder)?.arm;
  } catch {
    return undefined; // no such file of this version: the configuration tells enough
  }
}
