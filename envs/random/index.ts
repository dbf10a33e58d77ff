/** The seeded generator and the derivation of seeds, without the rest of the package. */
export { deriveSeed, Random } from '../src/index.js';
export type { RandomState } from '../src/index.js';
