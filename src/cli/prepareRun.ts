import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { make } from '@rl-tools/env';
import { registerLevels } from '@rl-tools/env/levels';
import { readCheckpoint } from '../learner/index.js';
import type { LoadedCheckpoint } from '../learner/index.js';
import {
  createRunFolder,
  latestCheckpoint,
  lockRunFolder,
  openRunFolder,
  writeFileDurably,
} from '../metrics/index.js';
import type { RunFolder, RunLock } from '../metrics/index.js';
import { ConfigError } from './configErrors.js';
import type { ExperimentConfig } from './experimentConfig.js';
import { configName, formatConfig, loadConfig } from './loadConfig.js';

/** What `cpc-rl train` was asked for. */
export interface TrainRequest {
  readonly configPath: string;
  readonly set: readonly string[];
  readonly seed?: number | undefined;
  /** The run folder; a new one under `runs/` where left out. */
  readonly out?: string | undefined;
  readonly resume: boolean;
}

/** A run folder that belongs to this process, and what to train in it. */
export interface PreparedRun {
  readonly folder: RunFolder;
  readonly lock: RunLock;
  readonly config: ExperimentConfig;
  /** Where to go on from; undefined at the beginning. */
  readonly checkpoint: LoadedCheckpoint | undefined;
}

/** What may differ between the parts of one run: none of it changes what is learned per frame. */
const MAY_CHANGE = [
  'totalFrames',
  'actors',
  'transport',
  'checkpoint',
  'metrics',
  'engine',
] as const;

/**
 * Makes or finds the run folder and takes it for this process.
 *
 * @throws {@link ConfigError} if the configuration is not valid, or not that of the run to resume.
 */
export function prepareRun(request: TrainRequest): PreparedRun {
  const config = loadConfig(request.configPath, request);
  if (config.actors.spawn) tryEnvironment(config);
  const folder = request.resume ? folderToResume(request) : newFolder(request);
  return takeRunFolder(folder, config, () => {
    if (request.resume) expectSameExperiment(folder, config);
  });
}

/**
 * Takes a run folder for this process and writes the configuration into it.
 *
 * @param check - Called once the folder is this process's own; what it throws gives it free again.
 * @throws if another process holds the folder.
 */
export function takeRunFolder(
  folder: RunFolder,
  config: ExperimentConfig,
  check: () => unknown,
): PreparedRun {
  const lock = lockRunFolder(folder.path);
  try {
    check();
    writeFileDurably(folder.config, formatConfig(config));
    const latest = latestCheckpoint(folder);
    return { folder, lock, config, checkpoint: latest ? readCheckpoint(latest) : undefined };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Builds one environment and drops it: a wrong id or option should not wait for an actor to fail. */
export function tryEnvironment({ env }: Pick<ExperimentConfig, 'env'>): void {
  registerLevels();
  make(env.id, env.options).close();
}

function newFolder({ configPath, out }: TrainRequest): RunFolder {
  return createRunFolder({ configName: configName(configPath), out });
}

/** `--out`, or the newest numbered folder of this configuration. */
function folderToResume({ configPath, out }: TrainRequest): RunFolder {
  if (out !== undefined) return openRunFolder(out);
  const prefix = `${configName(configPath)}-`;
  const numbers = (existsSync('runs') ? readdirSync('runs') : [])
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .filter((number) => Number.isInteger(number) && number > 0);
  if (numbers.length > 0) {
    return openRunFolder(join('runs', `${configName(configPath)}-${Math.max(...numbers)}`));
  }
  throw new ConfigError(
    `--resume: no run of ${configPath} under runs/. Name its folder with --out.`,
  );
}

function expectSameExperiment(folder: RunFolder, config: ExperimentConfig): void {
  const before = loadConfig(folder.config);
  const fixed = Object.keys(config).filter(
    (key) => !(MAY_CHANGE as readonly string[]).includes(key),
  ) as (keyof ExperimentConfig)[];
  const changed = fixed.filter((key) => !isDeepStrictEqual(before[key], config[key]));
  if (changed.length === 0) return;
  throw new ConfigError(
    `${folder.path}: --resume: '${changed.join("', '")}' differ from what the run began with. ` +
      `Resume with ${folder.config}, or begin a new run. (${MAY_CHANGE.join(', ')} may change.)`,
  );
}
