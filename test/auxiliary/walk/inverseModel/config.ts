import { z } from 'zod';
import { weightSettings } from '../../../../src/auxiliary/weight.js';

/** Settings of the inverse model: weight and schedule, as every loss has them, and no others. */
export const inverseModelConfig = z.strictObject({ ...weightSettings(0.1) });

/** Resolved {@link inverseModelConfig}. */
export type InverseModelConfig = z.infer<typeof inverseModelConfig>;
