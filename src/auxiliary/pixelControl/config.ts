import { z } from 'zod';
import { weightSettings } from '../weight.js';

/**
 * λ_PC was drawn log-uniformly from 0.01 to 0.1 for Labyrinth in arXiv:1611.05397, appendix; github.com/miyosuda/unreal,
 * which reproduces two of its levels, takes 0.05.
 */
const WEIGHT = 0.05;

/** Settings of pixel control that do not follow from the agent it is plugged into. */
export const pixelControlConfig = z.strictObject({
  ...weightSettings(WEIGHT),
  /** γ of the pseudo-rewards, per agent step; 0.9 in arXiv:1611.05397, appendix. */
  discount: z.number().min(0).max(1).default(0.9),
  /** Side of a cell in pixels; 4 in arXiv:1611.05397, appendix. */
  cellSize: z.int().min(1).default(4),
  /** Channels of the map from which the action values are made; 32 in arXiv:1611.05397, appendix. */
  channels: z.int().min(1).default(32),
});

/** Resolved {@link pixelControlConfig}. */
export type PixelControlConfig = z.infer<typeof pixelControlConfig>;
