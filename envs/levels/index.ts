/** Levels after DeepMind Lab's, as environments. */
export { ACTION_SETS, ACTIONS, WIDE_ACTIONS, type Action } from './actions.js';
export { exploreGoalLocationsSmall } from './exploreGoalLocationsSmall.js';
export { lasertagThreeOpponentsSmall } from './lasertagThreeOpponentsSmall.js';
export type {
  Level,
  LevelDefinition,
  LevelSize,
  LevelState,
  NumberRule,
  Overlay,
  OwnOptions,
} from './level.js';
export { LevelEnv } from './levelEnv.js';
export { type LevelOptions } from './levelOptions.js';
export { LEVELS, registerLevel, registerLevels } from './registerLevels.js';
export { roomsWatermaze } from './roomsWatermaze.js';
export { roomsKeysDoorsPuzzle } from './roomsKeysDoorsPuzzle.js';
export { seekAvoidArena } from './seekAvoidArena.js';
