/** A value in a few words, for messages: long ones are not spelled out. */
export function describeValue(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  switch (typeof value) {
    case 'function':
      return 'a function';
    case 'object':
    case 'string': // quoted, so that '1' and 1 differ
      return shorten(JSON.stringify(value));
    default:
      return String(value);
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
