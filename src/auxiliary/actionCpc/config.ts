import type { z } from 'zod';
import { cpcConfig } from '../cpc/index.js';

/** Settings of action-conditioned CPC: those of CPC. */
export const actionCpcConfig = cpcConfig;

/** Resolved {@link actionCpcConfig}. */
export type ActionCpcConfig = z.infer<typeof actionCpcConfig>;
