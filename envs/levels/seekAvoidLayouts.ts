import {
  brickTexture,
  createWallLoop,
  hedgeTexture,
  plankTexture,
  stoneTexture,
  type Point,
  type Wall,
} from '../engine/index.js';

/** Fixed places of one size of the arena, in world units. */
export interface SeekAvoidLayout {
  readonly start: Point;
  readonly apples: readonly Point[];
  readonly lemons: readonly Point[];
  createWalls(): Wall[];
}

const WALL_HEIGHT = 192;

/**
 * Extents, counts and start of DeepMind Lab's `seekavoid_arena_01`; the places of the items within
 * its field are our own, as its map is not ours to copy.
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
  createWalls: () => [
    ...arenaWalls({ west: -576, south: -768, east: 1024, north: 568, corner: 192 }),
    ...[
      [-352, 352],
      [800, 352],
      [800, -552],
      [-352, -552],
    ].flatMap(([x, y], i) => pillar([x!, y!], i)),
  ],
};

/** Our own small arena for quick experiments. */
export const SMALL_LAYOUT: SeekAvoidLayout = {
  start: [0, 0],
  apples: [
    [168, 104],
    [-40, -96],
    [-104, 104],
    [-240, 0],
    [0, 176],
    [88, -192],
  ],
  lemons: [
    [136, -80],
    [-152, -128],
    [-192, 192],
  ],
  createWalls: () => arenaWalls({ west: -320, south: -280, east: 320, north: 280, corner: 80 }),
};

interface Extents {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Length of the cut at each corner, along either side. */
  readonly corner: number;
}

/** A rectangle with cut corners. Each side has its own material, so that the way can be told by eye. */
function arenaWalls({ west, south, east, north, corner }: Extents): Wall[] {
  const corners: Point[] = [
    [west + corner, south],
    [east - corner, south],
    [east, south + corner],
    [east, north - corner],
    [east - corner, north],
    [west + corner, north],
    [west, north - corner],
    [west, south + corner],
  ];
  const cut = stoneTexture([120, 122, 130]);
  const sides = [
    brickTexture([150, 96, 74]), // south
    plankTexture([150, 112, 70]), // east
    hedgeTexture([84, 150, 70]), // north
    brickTexture([92, 112, 160]), // west
  ];
  const textures = sides.flatMap((side) => [side, cut]);
  return createWallLoop(
    corners,
    textures.map((texture) => ({ texture, height: WALL_HEIGHT })),
  );
}

const PILLAR_COLOURS = [
  [190, 180, 150],
  [126, 150, 170],
  [170, 130, 170],
  [140, 170, 130],
] as const;

/** A square pillar, 96 units wide. */
function pillar([x, y]: Point, number: number): Wall[] {
  const corners: Point[] = [
    [x - 48, y - 48],
    [x + 48, y - 48],
    [x + 48, y + 48],
    [x - 48, y + 48],
  ];
  const texture = stoneTexture(PILLAR_COLOURS[number]!);
  return createWallLoop(corners, [{ texture, height: WALL_HEIGHT }]);
}
