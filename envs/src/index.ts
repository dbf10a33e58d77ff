export { assertAction } from './assertAction.js';
export { checkEnv } from './checkEnv/index.js';
export type { CheckOptions, CheckReport } from './checkEnv/index.js';
export type { Env, EnvSpec, Frame, Info, ResetOptions, StatefulEnv, StepResult } from './env.js';
export * from './errors.js';
export { deriveSeed, Random } from './random/index.js';
export type { RandomState } from './random/index.js';
export { make, register, registeredIds, spec } from './registry/index.js';
export type { EnvOptions, MakeOverrides, Registration } from './registry/index.js';
export { Box, Discrete } from './spaces/index.js';
export type { Bound, BoxOptions, Dtype, Space, TypedArrays } from './spaces/index.js';
export { decodeState, encodeState } from './state/index.js';
export type { DecodedState, State, StateValue } from './state/index.js';
export { isStateful } from './stateful.js';
export { SyncVectorEnv } from './vector/index.js';
export type {
  Observations,
  VectorOptions,
  VectorReset,
  VectorResetOptions,
  VectorStep,
} from './vector/index.js';
export { OrderEnforcing, TimeLimit, Wrapper } from './wrappers/index.js';
