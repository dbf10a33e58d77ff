/** A probe was given what it cannot learn from. */
export class ProbeError extends Error {
  override readonly name = 'ProbeError';
}
