export { clipByGlobalNorm } from './clipByGlobalNorm.js';
export { createRmsProp } from './rmsProp.js';
export type { Optimizer, RmsPropOptions } from './rmsProp.js';
export { scheduledRate } from './schedules.js';
export type { Schedule, ScheduleInputs } from './schedules.js';
