/**
 * A function cannot be made into a graph, or a compiled function is used as none can be; the message
 * says what in it, and what to do.
 */
export class CompileError extends Error {
  override readonly name = 'CompileError';
}
