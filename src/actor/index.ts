export type { ActorOptions, LossMode, MakeEnv } from './actorOptions.js';
export { endWithParent } from './endWithParent.js';
export { ActorError } from './errors.js';
export { runActor } from './runActor.js';
