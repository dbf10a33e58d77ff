export { OrderEnforcing } from './orderEnforcing.js';
export { TimeLimit } from './timeLimit.js';
export { Wrapper } from './wrapper.js';
