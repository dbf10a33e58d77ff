export { makeVec } from './makeVec.js';
export type { MakeVecOptions } from './makeVec.js';
export { make, register, registeredIds, spec } from './registry.js';
export type { EnvOptions, MakeOverrides, Registration } from './registry.js';
