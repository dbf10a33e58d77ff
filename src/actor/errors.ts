/** The actor cannot go on; the message says why and what to do. */
export class ActorError extends Error {
  override readonly name = 'ActorError';
}
