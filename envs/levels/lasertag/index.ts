/** Lasertag in mazes, after DeepMind Lab's. */
export { LasertagLevel, type LasertagRules } from './lasertagLevel.js';
export { LIGHTNING, RAIL, ROCKET } from './weapons.js';
