/** Runs cannot be compared as they are. The message names them and says how to go on. */
export class CompareError extends Error {
  override readonly name = 'CompareError';
}
