import { createA2cAgent } from '../../agents/a2c/index.js';
import { AUXILIARY_LOSSES, buildAuxiliaries } from '../auxiliary/index.js';
import type { AuxiliaryLoss } from '../auxiliary/index.js';
import { ArgumentError } from '../compute/index.js';
import type { Agent, LearnerSettings } from '../learner/index.js';
import type { ExperimentConfig } from './experimentConfig.js';

/** What an agent has to know of its environments. */
export interface AgentEnvironment {
  readonly observationShape: readonly number[];
  /** A, number of actions. */
  readonly actions: number;
}

/**
 * Builds the agent an experiment names.
 *
 * @throws ArgumentError if the observations are no pictures.
 */
export function createAgent(
  { agent: config, seed }: Pick<ExperimentConfig, 'agent' | 'seed'>,
  { observationShape, actions }: AgentEnvironment,
): Agent {
  const [height, width, channels, ...rest] = observationShape;
  if (height === undefined || width === undefined || channels === undefined || rest.length > 0) {
    throw new ArgumentError(
      `A2C: expected observations of shape [height, width, channels], ` +
        `got [${observationShape.join(', ')}].`,
    );
  }
  return createA2cAgent({ config, imageShape: [height, width, channels], actions, seed });
}

/** Added to a run's seed for its auxiliary losses, which are to start apart from the agent. */
const AUXILIARY_SEED_OFFSET = 1000;

/**
 * Builds the auxiliary losses an experiment names, for the agent's own sizes. All get the same seed: a
 * loss starts alike whatever others stand beside it.
 *
 * @param observationShape - `[H, W, 3]`.
 */
export function createAuxiliaries(
  {
    auxiliary,
    agent: { unrollLength },
    seed,
  }: Pick<ExperimentConfig, 'auxiliary' | 'agent' | 'seed'>,
  { embeddingSize, contextSize, actions }: Pick<Agent, 'embeddingSize' | 'contextSize' | 'actions'>,
  observationShape: readonly number[],
): AuxiliaryLoss[] {
  const [height, width, channels] = observationShape as [number, number, number]; // as createAgent checks
  return buildAuxiliaries(AUXILIARY_LOSSES, {
    settings: auxiliary,
    sizes: {
      embeddingSize,
      contextSize,
      actions,
      observationShape: [height, width, channels],
      unrollLength,
      seed: seed + AUXILIARY_SEED_OFFSET,
    },
  });
}

/** The learner's part of an experiment. */
export function learnerSettings({ agent, totalFrames, seed }: ExperimentConfig): LearnerSettings {
  return {
    seed,
    totalFrames,
    unrollLength: agent.unrollLength,
    learningRate: agent.learningRate,
    learningRateSchedule: agent.learningRateSchedule,
    rmsProp: {
      decay: agent.rmsPropDecay,
      epsilon: agent.rmsPropEpsilon,
      initialMeanSquare: agent.rmsPropInitialMeanSquare,
    },
    gradientClip: agent.gradientClip,
    bootstrapTimeLimits: agent.bootstrapTimeLimits,
  };
}
