export { checkEnv } from './checkEnv.js';
export type { CheckOptions, CheckReport } from './checkEnv.js';
export { PassiveEnvChecker } from './passiveEnvChecker.js';
