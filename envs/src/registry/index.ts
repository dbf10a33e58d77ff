export { make, register, registeredIds, spec } from './registry.js';
export type { EnvOptions, MakeOverrides, Registration } from './registry.js';
