import { z } from 'zod';

/**
 * Settings of the A2C agent. Defaults are those of IMPALA's published agent
 * (arXiv:1802.01561, App. D, and its `experiment.py`), from which the CPC paper took its own.
 */
export const a2cConfig = z.strictObject({
  /** T, agent steps per update and environment. */
  unrollLength: z.int().min(2).default(100),
  /** Convolutional torso: IMPALA's `shallow` one, or its `deep` residual one at 9 times the work. */
  torso: z.enum(['shallow', 'deep']).default('shallow'),
  /** Z, size of the torso's output. */
  embeddingSize: z.int().min(1).default(256),
  /** C, cells of the LSTM. */
  lstmSize: z.int().min(1).default(256),
  /** γ per agent step. */
  discount: z.number().min(0).max(1).default(0.99),
  /** Weight of the policy's entropy. Published sweep: 5e-5 to 1e-2. */
  entropyCost: z.number().min(0).default(2.5e-4),
  /** Weight of ½(G − V)². */
  valueCost: z.number().min(0).default(0.5),
  /** Rewards are clipped to [−c, c] for learning and as network input; null: not clipped. */
  rewardClip: z.number().positive().nullable().default(1),
  /**
   * Whether the value of the state in which a time limit cut an episode stands for what would have
   * followed. Off, a time limit ends an episode like any other end, as DeepMind Lab agents treat it.
   */
  bootstrapTimeLimits: z.boolean().default(false),
  /** `sum` over T and B, as IMPALA; `mean` needs other rates, epsilons and clips (docs/design.md). */
  reduction: z.enum(['sum', 'mean']).default('sum'),
  /** Step size at the start. Published sweep: 5e-6 to 5e-3. */
  learningRate: z.number().positive().default(4.8e-4),
  /** `linear` falls to 0 at `totalFrames`. */
  learningRateSchedule: z.enum(['constant', 'linear']).default('linear'),
  /** ρ of RMSProp. */
  rmsPropDecay: z.number().min(0).lt(1).default(0.99),
  /** ε of RMSProp, inside the root. */
  rmsPropEpsilon: z.number().positive().default(0.1),
  /** Mean square before the first update; 1 in TensorFlow 1. */
  rmsPropInitialMeanSquare: z.number().min(0).default(1),
  /** Largest joint norm of the agent's gradients, and of each auxiliary loss's own. */
  gradientClip: z.number().positive().default(40),
});

/** Resolved {@link a2cConfig}. */
export type A2cConfig = z.infer<typeof a2cConfig>;
