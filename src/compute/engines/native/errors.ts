/** The native engine could not be set up; the message says what failed and how to mend it. */
export class EngineSetupError extends Error {
  override readonly name = 'EngineSetupError';
}
