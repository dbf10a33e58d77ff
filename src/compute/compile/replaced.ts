/** Puts a property of an object in the place of another; returns what puts that one back. */
export function replaced<O extends object, K extends keyof O>(
  owner: O,
  key: K,
  value: O[K],
): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, key);
  owner[key] = value;
  return () => {
    if (before) Object.defineProperty(owner, key, before);
    else Reflect.deleteProperty(owner, key); // the prototype's shows again
  };
}
