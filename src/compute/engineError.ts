/** The tensor engine that was asked for cannot be used; the message says why and how to get it. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
