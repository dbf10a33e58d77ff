import { createA2cAgent } from '../../agents/a2c/index.js';
import { CpcLoss } from '../auxiliary/index.js';
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

/** Builds the auxiliary losses an experiment names, for the agent's own sizes. */
export function createAuxiliaries(
  { auxiliary, seed }: Pick<ExperimentConfig, 'auxiliary' | 'seed'>,
  { embeddingSize, contextSize }: Agent,
): AuxiliaryLoss[] {
  const { cpc } = auxiliary;
  return cpc ? [new CpcLoss({ ...cpc, embeddingSize, contextSize, seed: seed + 1000 })] : [];
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
