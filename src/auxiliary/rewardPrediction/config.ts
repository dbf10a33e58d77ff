import { z } from 'zod';
import { weightSettings } from '../weight.js';

/**
 * UNREAL weighs this loss with 1 and takes it on one sequence for every unroll of 20 steps. On every step, 1/20
 * counts the same.
 */
const WEIGHT = 0.05;

/** Settings of reward prediction that do not follow from the agent it is plugged into. */
export const rewardPredictionConfig = z.strictObject({
  ...weightSettings(WEIGHT),
  /**
   * n, observations that are looked at; 3 in arXiv:1611.05397, appendix. At least 2: the one way to tell a column
   * of an unroll whose environment was lost is that it has no two observations of one episode.
   */
  observations: z.int().min(2).default(3),
  /** Units of the hidden layer; 128 in arXiv:1611.05397, appendix. */
  hiddenSize: z.int().min(1).default(128),
});

/** Resolved {@link rewardPredictionConfig}. */
export type RewardPredictionConfig = z.infer<typeof rewardPredictionConfig>;
