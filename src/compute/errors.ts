/** A tensor has another shape or type than the function documents. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** An argument or setting lies outside its documented range. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}
