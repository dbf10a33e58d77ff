/**
 * Makes a value at its first use and gives the same one ever after: textures and walls, which nobody
 * changes, are shared by all environments of a process.
 */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
