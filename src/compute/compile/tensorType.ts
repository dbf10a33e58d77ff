/** Shape of a tensor, and TensorFlow's number of its type. */
export interface TensorType {
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** An operation as far as the types of its outputs depend on it. */
export interface Operation {
  readonly op: string;
  readonly attributes: ReadonlyMap<string, unknown>;
  /** `values` where they are known, which is where they are constant. */
  readonly inputs: readonly (TensorType & { readonly values?: ArrayBufferView | undefined })[];
}
