import { z } from 'zod';
import { weightSettings } from '../weight.js';

/** Settings of CPC that do not follow from the agent it is plugged into. */
export const cpcConfig = z.strictObject({
  /** The paper does not state its own weight; published implementations use 0.05 to 1. */
  ...weightSettings(0.1),
  /** K, agent steps predicted ahead. 30 in arXiv:1807.03748 §3.4. */
  steps: z.int().min(1).default(30),
  /**
   * Whose embeddings a true future is told apart from. `batch`: the same time in all sequences.
   * `all`: every embedding of the minibatch. `sampled`: some of them, drawn anew for every update. The
   * paper does not state its choice.
   */
  negatives: z.enum(['batch', 'all', 'sampled']).default('batch'),
  /** M, embeddings drawn per update with `sampled`; without effect otherwise. */
  samples: z.int().min(1).default(128),
  /**
   * Every how many steps of an unroll an anchor stands: with n, CPC's work falls to about an n-th, and
   * each loss is a mean over an n-th of the anchors. 1, as in the paper: every step is one.
   */
  anchorStride: z.int().min(1).default(1),
});

/** Resolved {@link cpcConfig}. */
export type CpcConfig = z.infer<typeof cpcConfig>;

/** Where a prediction's negatives come from. */
export type Negatives = CpcConfig['negatives'];
