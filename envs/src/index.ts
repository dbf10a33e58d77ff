export { assertAction } from './assertAction.js';
export { checkEnv, PassiveEnvChecker } from './checkEnv/index.js';
export type { CheckOptions, CheckReport } from './checkEnv/index.js';
export type { Env, EnvSpec, Frame, Info, ResetOptions, StatefulEnv, StepResult } from './env.js';
export * from './errors.js';
export { deriveSeed, Random } from './random/index.js';
export type { RandomState } from './random/index.js';
export { make, makeVec, register, registeredIds, spec } from './registry/index.js';
export type { EnvOptions, MakeOverrides, MakeVecOptions, Registration } from './registry/index.js';
export { Box, Dict, Discrete, MultiBinary, MultiDiscrete, Text, Tuple } from './spaces/index.js';
export type {
  Bound,
  BoxOptions,
  DictValue,
  Dtype,
  MultiDiscreteOptions,
  NamedSpaces,
  Space,
  TextOptions,
  TupleValue,
  TypedArrays,
  ValueOf,
} from './spaces/index.js';
export { decodeState, encodeState } from './state/index.js';
export type { DecodedState, State, StateValue } from './state/index.js';
export { isStateful } from './stateful.js';
export { batchInfos, batchStepInfos, SyncVectorEnv } from './vector/index.js';
export type {
  AutoresetMode,
  BatchedInfo,
  Observations,
  VectorOptions,
  VectorReset,
  VectorResetOptions,
  VectorStep,
} from './vector/index.js';
export {
  ActionRepeat,
  cappedCubicSchedule,
  ClipReward,
  FrameStack,
  GrayScale,
  OrderEnforcing,
  RecordEpisodeStatistics,
  RecordVideo,
  Resize,
  TimeLimit,
  TransformObservation,
  TransformReward,
  Wrapper,
} from './wrappers/index.js';
export type {
  EpisodeStatistics,
  FrameStackOptions,
  ObservationTransform,
  ResizeOptions,
  RewardBounds,
  StatisticsOptions,
  VideoOptions,
} from './wrappers/index.js';
