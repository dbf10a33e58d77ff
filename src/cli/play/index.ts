/** `cpc-rl play`: a page on which a person plays a level. */
export { playLevel, type PlayFlags } from './playLevel.js';
