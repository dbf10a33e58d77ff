/** Small tasks for tests and teaching: Gymnasium's classic ones, and a question about memory. */
export { CartPole } from './cartPole.js';
export type { CartPoleState } from './cartPole.js';
export { Memory } from './memory.js';
export { MountainCar } from './mountainCar.js';
export type { MountainCarState } from './mountainCar.js';
export { CLASSIC, registerClassic } from './registerClassic.js';
