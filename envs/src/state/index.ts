export { fromBase64, toBase64 } from './base64.js';
export { decodeState, encodeState } from './stateBytes.js';
export type { DecodedState, State, StateValue } from './stateBytes.js';
