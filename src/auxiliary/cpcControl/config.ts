import type { z } from 'zod';
import { cpcConfig } from '../cpc/index.js';

/** Settings of the control: those of CPC, so that an arm can be run against it setting by setting. */
export const cpcControlConfig = cpcConfig;

/** Resolved {@link cpcControlConfig}. */
export type CpcControlConfig = z.infer<typeof cpcControlConfig>;
