import { LIGHTNING, LasertagLevel, RAIL, ROCKET, type LasertagRules } from './lasertag/index.js';
import type { LevelDefinition } from './level.js';

/** DeepMind Lab's `lasertag_three_opponents_small`. */
export const FULL: LasertagRules = {
  maze: { columns: 11, rows: 11, maxRooms: 3 },
  bots: 3,
  skill: 4,
  botHealth: 125,
  botsShoot: true,
  supplies: 2,
  weapons: [ROCKET, LIGHTNING, RAIL],
};

/** Our own small game, for quick experiments: one room, and three slow bots that do not shoot and that one hit tags. */
export const SMALL: LasertagRules = {
  maze: { columns: 7, rows: 7, maxRooms: 1 },
  bots: 3,
  skill: 1,
  botHealth: 7,
  botsShoot: false,
  supplies: 1,
  weapons: [RAIL],
};

/**
 * Tag bots (+1 each) in a maze of rooms while they tag you and each other. After DeepMind Lab's
 * `lasertag_three_opponents_small`; figures, sources and departures:
 * docs/levels/lasertag-three-opponents-small.md.
 */
export const lasertagThreeOpponentsSmall: LevelDefinition<'full' | 'small'> = {
  id: 'RlTools/LasertagThreeOpponentsSmall-v0',
  sizes: {
    full: { width: 96, height: 72, episodeSeconds: 240 },
    small: { width: 48, height: 36, episodeSeconds: 30 },
  },
  defaultSize: 'full',
  /** How well the bots play. */
  ownOptions: { skill: { min: 1, max: 5, whole: false } },
  build: (size, own) => new LasertagLevel({ ...(size === 'full' ? FULL : SMALL), ...own }),
};
