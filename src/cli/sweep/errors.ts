/** A sweep cannot go on, or did not come to its end. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
}
