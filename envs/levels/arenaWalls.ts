import {
  brickTexture,
  createWallLoop,
  hedgeTexture,
  plankTexture,
  stoneTexture,
  type Colour,
  type Point,
  type Texture,
  type Wall,
} from '../engine/index.js';

/** World units. */
const WALL_HEIGHT = 192;
const PILLAR_WIDTH = 96;

/** Outline of an arena in world units: a rectangle with cut corners. */
export interface Extents {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Length of the cut at each corner, along either side. */
  readonly corner: number;
}

/** Outer walls. Each side has its own material, so that the way can be told by eye. */
export function arenaWalls({ west, south, east, north, corner }: Extents): Wall[] {
  const cut = stoneTexture([120, 122, 130]);
  const sides: readonly [Point, Point, Texture][] = [
    [[west + corner, south], [east - corner, south], brickTexture([150, 96, 74])],
    [[east, south + corner], [east, north - corner], plankTexture([172, 130, 84])],
    [[east - corner, north], [west + corner, north], hedgeTexture([84, 150, 70])],
    [[west, north - corner], [west, south + corner], brickTexture([92, 112, 160])],
  ];
  return createWallLoop(
    sides.flatMap(([from, to]) => [from, to]),
    sides.flatMap(([, , side]) => [side, cut].map((texture) => ({ texture, height: WALL_HEIGHT }))),
  );
}

/** A square pillar of stone. */
export function pillar([x, y]: Point, colour: Colour): Wall[] {
  const half = PILLAR_WIDTH / 2;
  const corners: Point[] = [
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
  ];
  return createWallLoop(corners, [{ texture: stoneTexture(colour), height: WALL_HEIGHT }]);
}
