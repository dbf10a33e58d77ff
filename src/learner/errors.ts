/** Training cannot go on, or not from what is there; the message says why and how to mend it. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
}
