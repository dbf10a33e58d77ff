import { register, registeredIds } from '../src/index.js';
import { exploreGoalLocationsSmall } from './exploreGoalLocationsSmall.js';
import { lasertagThreeOpponentsSmall } from './lasertagThreeOpponentsSmall.js';
import type { LevelDefinition } from './level.js';
import { LevelEnv } from './levelEnv.js';
import { maxEpisodeSteps, readLevelOptions } from './levelOptions.js';
import { roomsKeysDoorsPuzzle } from './roomsKeysDoorsPuzzle.js';
import { roomsWatermaze } from './roomsWatermaze.js';
import { seekAvoidArena } from './seekAvoidArena.js';

/** All levels that come with the package. */
export const LEVELS: readonly LevelDefinition[] = [
  seekAvoidArena,
  exploreGoalLocationsSmall,
  roomsWatermaze,
  lasertagThreeOpponentsSmall,
  roomsKeysDoorsPuzzle,
];

/** Makes all {@link LEVELS} known to `make`; calling it again changes nothing. */
export function registerLevels(): void {
  const known = new Set(registeredIds());
  LEVELS.filter(({ id }) => !known.has(id)).forEach(registerLevel);
}

/**
 * Makes one level known to `make`, which adds the time limit.
 *
 * @throws {@link RegistryError} if its id is malformed or taken.
 */
export function registerLevel(definition: LevelDefinition): void {
  register({
    id: definition.id,
    entryPoint: (options) => new LevelEnv(definition, options),
    maxEpisodeSteps: (options) => maxEpisodeSteps(readLevelOptions(definition, options)),
    framesPerStep: (options) => readLevelOptions(definition, options).actionRepeat,
  });
}
