import { z } from 'zod';

/** How the weight of a loss moves over a run. */
export type WeightSchedule = 'constant' | 'linear';

/**
 * The two settings that every auxiliary loss has, to be spread into its schema:
 * `z.strictObject({ ...weightSettings(0.1), … })`.
 *
 * @param defaultWeight - Factor on the loss in the total where nothing is set; above 0, unitless.
 */
export function weightSettings(defaultWeight: number) {
  return {
    /** Factor on this loss in the total; unitless. */
    weight: z.number().positive().default(defaultWeight),
    /** `constant`, or `linear`: falls in a straight line to 0 at `totalFrames`. */
    weightSchedule: z.enum(['constant', 'linear']).default('constant'),
  };
}
