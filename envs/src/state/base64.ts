/** Bytes that are handed over at once: more arguments than this overflow the stack somewhere. */
const CHUNK_BYTES = 8192;

/** Bytes as text, for states: JSON's lists of numbers would be four times as long. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  }
  return btoa(binary);
}

/** What {@link toBase64} was given. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  return Uint8Array.from({ length: binary.length }, (_, i) => binary.charCodeAt(i));
}
