import { StateError } from '../errors.js';

/** What JSON can hold. Numbers must be finite; −0 is kept. */
export type StateValue =
  null | boolean | number | string | readonly StateValue[] | { readonly [key: string]: StateValue };

/** What {@link encodeState} writes down. */
export interface State {
  /** Names the layout and its version, e.g. `RlTools/SeekAvoidArena-v0/1`. */
  readonly kind: string;
  readonly value: StateValue;
  /** The state of what this one wraps. */
  readonly nested?: Uint8Array;
}

/** What {@link decodeState} found. */
export interface DecodedState {
  /** As it was given to {@link encodeState}; `kind` vouches for its layout. */
  readonly value: unknown;
  /** Empty where there was none. */
  readonly nested: Uint8Array;
}

/** Lengths of header and nested state, uint32 little-endian each. */
const PREFIX_BYTES = 8;

/** Stands for −0, which JSON reads but does not write. */
const NEGATIVE_ZERO = '\u0000-0';

/**
 * Writes a state down: two lengths, a JSON header, the nested state.
 * Numbers come back exactly: JSON's are the shortest that name a float64.
 *
 * @throws {@link StateError} if a number is not finite.
 */
export function encodeState({ kind, value, nested = new Uint8Array() }: State): Uint8Array {
  const json = JSON.stringify({ kind, value }, refuseNonFinite);
  const header = new TextEncoder().encode(json.replaceAll(JSON.stringify(NEGATIVE_ZERO), '-0'));
  const bytes = new Uint8Array(PREFIX_BYTES + header.length + nested.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, header.length, true);
  view.setUint32(4, nested.length, true);
  bytes.set(header, PREFIX_BYTES);
  bytes.set(nested, PREFIX_BYTES + header.length);
  return bytes;
}

/**
 * Reads what {@link encodeState} wrote; `nested` is a view of `bytes`.
 *
 * @throws {@link StateError} if the bytes are damaged or of another kind.
 */
export function decodeState(bytes: Uint8Array, kind: string): DecodedState {
  const { header, nested } = split(bytes, kind);
  const content = parse(header, kind);
  if (content.kind === kind) return { value: content.value, nested };
  throw new StateError(
    `loadState: expected a state of '${kind}', got one of '${String(content.kind)}'. ` +
      'A state fits only the environment, wrappers and version that saved it.',
  );
}

function refuseNonFinite(key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) {
    return Object.is(value, -0) ? NEGATIVE_ZERO : value;
  }
  throw new StateError(`saveState: '${key}' must be a finite number, got ${value}.`);
}

function split(bytes: Uint8Array, kind: string): { header: Uint8Array; nested: Uint8Array } {
  if (bytes.length < PREFIX_BYTES) throw damaged(kind, `only ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nestedStart = PREFIX_BYTES + view.getUint32(0, true);
  const end = nestedStart + view.getUint32(4, true);
  if (end !== bytes.length) throw damaged(kind, `${end} bytes announced, ${bytes.length} present`);
  return { header: bytes.subarray(PREFIX_BYTES, nestedStart), nested: bytes.subarray(nestedStart) };
}

function parse(header: Uint8Array, kind: string): { kind: unknown; value: unknown } {
  try {
    const content: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
    if (typeof content === 'object' && content !== null && 'kind' in content) {
      return { kind: content.kind, value: 'value' in content ? content.value : undefined };
    }
  } catch (cause) {
    throw damaged(kind, 'no JSON header', cause);
  }
  throw damaged(kind, 'its header names no kind');
}

function damaged(kind: string, finding: string, cause?: unknown): StateError {
  return new StateError(
    `loadState: expected a state of '${kind}', got damaged bytes (${finding}). ` +
      'Pass what saveState returned, whole and unchanged.',
    { cause },
  );
}
