import { KeysDoorsLevel } from './keysDoors/keysDoorsLevel.js';
import { FULL_RULES, SMALL_RULES } from './keysDoors/puzzle.js';
import type { LevelDefinition } from './level.js';

/**
 * Carry keys to doors of their colour (+1 for each key, +1 for each door opened) until the goal (+50) is
 * reached, which ends the episode. After DeepMind Lab's `rooms_keys_doors_puzzle`; figures, sources and
 * departures: docs/levels/rooms-keys-doors-puzzle.md.
 */
export const roomsKeysDoorsPuzzle: LevelDefinition<'full' | 'small'> = {
  id: 'RlTools/RoomsKeysDoorsPuzzle-v0',
  sizes: {
    full: { width: 96, height: 72, episodeSeconds: 60 },
    small: { width: 48, height: 36, episodeSeconds: 20 },
  },
  defaultSize: 'full',
  build: (size) => new KeysDoorsLevel(size === 'full' ? FULL_RULES : SMALL_RULES),
};
