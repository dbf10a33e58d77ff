export { Box } from './box.js';
export type { BoxOptions } from './box.js';
export { boundAt } from './bounds.js';
export type { Bound } from './bounds.js';
export { Discrete } from './discrete.js';
export { createArray } from './dtype.js';
export type { Dtype, TypedArrays } from './dtype.js';
export type { Space } from './space.js';
