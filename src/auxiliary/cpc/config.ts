import { z } from 'zod';

/** Settings of CPC that do not follow from the agent it is plugged into. */
export const cpcConfig = z.strictObject({
  /**
   * Factor on this loss in the total; unitless. The paper does not state its own; published
   * implementations use 0.05 to 1.
   */
  weight: z.number().positive().default(0.1),
  /** K, agent steps predicted ahead. 30 in arXiv:1807.03748 §3.4. */
  steps: z.int().min(1).default(30),
  /**
   * Whose embeddings a true future is told apart from. `batch`: the same time in all sequences.
   * `all`: every embedding of the minibatch. The paper does not state its choice.
   */
  negatives: z.enum(['batch', 'all']).default('batch'),
});

/** Resolved {@link cpcConfig}. */
export type CpcConfig = z.infer<typeof cpcConfig>;

/** Where a prediction's negatives come from. */
export type Negatives = CpcConfig['negatives'];
