export { decodeState, encodeState } from './stateBytes.js';
export type { DecodedState, State, StateValue } from './stateBytes.js';
