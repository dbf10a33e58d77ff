import { z } from 'zod';
import { weightSettings } from '../weight.js';

/**
 * The default has no source. The loss starts near the variance of pictures in [0, 1], a few hundredths;
 * times 10 that is about what CPC's ln N nats times its weight of 0.1 is.
 */
const WEIGHT = 10;

/** Settings of pixel prediction that do not follow from the agent it is plugged into. */
export const pixelPredictionConfig = z.strictObject({
  ...weightSettings(WEIGHT),
  /** The k, agent steps predicted ahead; ascending. They span the 30 steps of arXiv:1807.03748 §3.4. */
  steps: z
    .array(z.int().min(1))
    .min(1)
    .refine((steps) => steps.every((step, i) => i === 0 || step > steps[i - 1]!), {
      error: 'expected whole numbers in ascending order, none twice',
    })
    .default([1, 5, 15, 30]),
  /**
   * Every how many steps of an unroll predictions are made; each loss is a mean over an n-th of the anchors. With 2 an
   * update at full size costs a little less than one with CPC.
   */
  anchorStride: z.int().min(1).default(2),
  /** Side of the squares whose mean colour is predicted, pixels: 72×96 becomes 18×24. */
  cellSize: z.int().min(1).default(4),
  /** Units of the layer that each k has to itself. */
  hiddenSize: z.int().min(1).default(128),
  /** Channels of the map from which the shared decoder makes pictures. */
  channels: z.int().min(1).default(16),
});

/** Resolved {@link pixelPredictionConfig}. */
export type PixelPredictionConfig = z.infer<typeof pixelPredictionConfig>;
