/** Something about an environment is wrong; the message says what, where and how to mend it. */
export class EnvError extends Error {
  override readonly name: string = 'EnvError';
}

/** A space was described with impossible numbers. */
export class SpaceError extends EnvError {
  override readonly name = 'SpaceError';
}

/** An action lies outside the action space. */
export class InvalidActionError extends EnvError {
  override readonly name = 'InvalidActionError';
}

/** `step` was called where only `reset` is allowed: before the first reset or after the end. */
export class ResetNeededError extends EnvError {
  override readonly name = 'ResetNeededError';
}

/** An id is malformed, taken or unknown. */
export class RegistryError extends EnvError {
  override readonly name = 'RegistryError';
}

/** Bytes given to `loadState` are no state of this environment and version. */
export class StateError extends EnvError {
  override readonly name = 'StateError';
}

/** An environment breaks the contract that `checkEnv` checks. */
export class EnvCheckError extends EnvError {
  override readonly name = 'EnvCheckError';
}
