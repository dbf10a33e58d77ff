/** The learner's side of the wire cannot do what was asked, e.g. actors that do not fit together. */
export class HubError extends Error {
  override readonly name = 'HubError';
}
