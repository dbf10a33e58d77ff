/** A command was asked for something that is not there or does not fit. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
