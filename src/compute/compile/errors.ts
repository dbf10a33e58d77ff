/** A function cannot be recorded as one graph; the message says what in it, and what to do. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
}
