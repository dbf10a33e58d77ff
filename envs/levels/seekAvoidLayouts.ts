import { once, type Point, type Wall } from '../engine/index.js';
import { arenaWalls, pillar } from './arenaWalls.js';

/** Fixed places of one size of the arena, in world units. */
export interface SeekAvoidLayout {
  readonly start: Point;
  readonly apples: readonly Point[];
  readonly lemons: readonly Point[];
  walls(): readonly Wall[];
}

/**
 * Extents, counts and start of DeepMind Lab's `seekavoid_arena_01`. The places of the items within its
 * field, the cut corners and the pillars are our own: its map is not ours to copy.
 */
export const FULL_LAYOUT: SeekAvoidLayout = {
  start: [192, -128],
  // prettier-ignore
  apples: [
    [384, 24], [136, -280], [352, -256], [424, -128], [48, 24], [248, -288], [424, 168], [168, 96],
    [208, -432], [-120, -136], [-8, -88], [24, 160], [-72, -240], [304, -104], [-8, -328],
  ],
  // prettier-ignore
  lemons: [
    [152, -32], [352, -392], [-96, -424], [456, -328], [280, 152], [-56, 88], [272, 0], [56, -200],
  ],
  walls: once(() => [
    ...arenaWalls({ west: -576, south: -768, east: 1024, north: 568, corner: 192 }),
    ...pillar([-352, 352], [190, 180, 150]),
    ...pillar([800, 352], [126, 150, 170]),
    ...pillar([800, -552], [170, 130, 170]),
    ...pillar([-352, -552], [140, 170, 130]),
  ]),
};

/** Our own small arena for quick experiments. */
export const SMALL_LAYOUT: SeekAvoidLayout = {
  start: [0, 0],
  // prettier-ignore
  apples: [[168, 104], [-40, -96], [-104, 104], [-240, 0], [0, 176], [88, -192]],
  // prettier-ignore
  lemons: [[136, -80], [-152, -128], [-192, 192]],
  walls: once(() => arenaWalls({ west: -320, south: -280, east: 320, north: 280, corner: 80 })),
};
