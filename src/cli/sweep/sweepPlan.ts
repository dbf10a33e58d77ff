import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { resolveTrial, sweepConfig, sweepTrials, trialName } from '../../sweep/index.js';
import type { Settings, SweepConfig, Trial, TrialRecord } from '../../sweep/index.js';
import { describeFaults } from '../configErrors.js';
import type { ExperimentConfig } from '../experimentConfig.js';
import { checkConfig, readYaml } from '../loadConfig.js';
import { tryEnvironment } from '../prepareRun.js';

/** A trial whose configuration has been checked. */
export interface PlannedTrial {
  readonly record: TrialRecord;
  readonly config: ExperimentConfig;
  /** Its run folder, whether it exists or not. */
  readonly path: string;
}

/** A sweep file and all it asks for. */
export interface SweepPlan {
  readonly file: string;
  /** The sweep file, byte for byte. */
  readonly bytes: Buffer;
  readonly name: string;
  /** Folder of the sweep. */
  readonly out: string;
  /** In order of their indices. */
  readonly trials: readonly PlannedTrial[];
}

/**
 * Reads a sweep file and checks the configuration of every trial, so that no fault waits for its turn.
 *
 * @param out - Folder of the sweep; `runs/<name>` where left out.
 * @throws ConfigError that lists what is wrong, where, and what was expected.
 */
export function planSweep(file: string, out?: string): SweepPlan {
  const sweep = readSweep(file);
  const base = typeof sweep.base === 'string' ? readBase(file, sweep.base) : sweep.base;
  const folder = resolve(out ?? join('runs', sweep.name));
  const trials = sweepTrials(sweep).map((trial) => planTrial({ file, sweep, base, folder }, trial));
  tryEnvironments(trials);
  return { file, bytes: readFileSync(file), name: sweep.name, out: folder, trials };
}

function readSweep(file: string): SweepConfig {
  const value = readYaml(file);
  const parsed = sweepConfig.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw describeFaults(file, { schema: sweepConfig, value, error: parsed.error });
}

function readBase(file: string, base: string): Settings {
  return readYaml(join(dirname(file), base));
}

interface PlanInputs {
  readonly file: string;
  readonly sweep: SweepConfig;
  readonly base: Settings;
  readonly folder: string;
}

function planTrial({ file, sweep, base, folder }: PlanInputs, trial: Trial): PlannedTrial {
  const { index, arm, draw, seed } = trial;
  const { settings, hyperparameters } = resolveTrial(sweep, base, trial);
  const config = checkConfig(settings, `${file}, trial ${index} (arm ${arm})`);
  const record: TrialRecord = {
    format: 1,
    sweep: sweep.name,
    index,
    arm,
    level: config.env.id,
    draw,
    seed,
    hyperparameters,
    command: `npx cpc-rl sweep ${portable(file)} --index ${index}`,
  };
  return { record, config, path: join(folder, 'trials', trialName(trial)) };
}

/** The file as a command from the working directory names it, alike on all systems. */
function portable(file: string): string {
  const fromHere = relative('.', file).replaceAll('\\', '/');
  return fromHere.startsWith('..') ? file : fromHere;
}

/** A wrong level or option should not wait for its trial; each combination is tried once. */
function tryEnvironments(trials: readonly PlannedTrial[]): void {
  const spawned = trials.filter(({ config }) => config.actors.spawn);
  const different = new Map(spawned.map(({ config }) => [JSON.stringify(config.env), config]));
  for (const config of different.values()) tryEnvironment(config);
}
