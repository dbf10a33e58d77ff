/**
 * `@rl-tools/cpc/optim`: RMSProp as TensorFlow 1 computes it, clipping by the joint norm, schedules.
 *
 * @packageDocumentation
 */
export { clipByGlobalNorm, createRmsProp, scheduledRate } from '../optim/index.js';
export type { Optimizer, RmsPropOptions, Schedule, ScheduleInputs } from '../optim/index.js';
