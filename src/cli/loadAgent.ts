import { make } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import { registerLevels } from '@rl-tools/env/levels';
import { assignStored, readWeights } from '../learner/index.js';
import type { Agent } from '../learner/index.js';
import { latestCheckpoint, openRunFolder } from '../metrics/index.js';
import type { RunFolder } from '../metrics/index.js';
import { createAgent } from './agents.js';
import type { AgentEnvironment } from './agents.js';
import type { ExperimentConfig } from './experimentConfig.js';
import { loadConfig } from './loadConfig.js';
import { UsageError } from './usageError.js';

/** A run on disk, opened to look at what it learned. */
export interface OpenedRun {
  readonly folder: RunFolder;
  readonly config: ExperimentConfig;
  /** Makes one of the run's environments; the caller closes it. */
  makeEnvironment(): Env;
}

/** Opens a run folder. @throws if there is no run in it. */
export function openRun(path: string): OpenedRun {
  registerLevels();
  const folder = openRunFolder(path);
  const config = loadConfig(folder.config);
  return { folder, config, makeEnvironment: () => make(config.env.id, config.env.options) };
}

/**
 * Builds the agent of a run with the weights of its newest checkpoint; the engine must be chosen.
 *
 * @throws if the run has no checkpoint yet, or its weights do not fit.
 */
export function loadAgent({ folder, config }: OpenedRun, environment: AgentEnvironment): Agent {
  const checkpoint = latestCheckpoint(folder);
  if (!checkpoint) {
    throw new UsageError(`${folder.path}: no checkpoint yet; wait for the first, or train longer.`);
  }
  const agent = createAgent(config, environment);
  // Weights of auxiliary losses stand in the same file; acting does without them.
  const own = [...readWeights(checkpoint)].filter(([name]) => agent.variables.has(name));
  assignStored(agent.variables, new Map(own), checkpoint.path);
  return agent;
}
