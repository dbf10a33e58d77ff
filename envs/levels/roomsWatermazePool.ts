import {
  COS,
  HEADINGS,
  SIN,
  createWall,
  createWallLoop,
  lampCeilingTexture,
  once,
  pictureTextures,
  poolWallTexture,
  waterTexture,
  wrapHeading,
  type Point,
  type Scene,
  type Wall,
} from '../engine/index.js';

/** Figures of one size of the pool, in world units from its middle. */
export interface Pool {
  /** To the middle of each of the 16 walls. */
  readonly wallDistance: number;
  /** To the eight places where the player starts, at the compass points. */
  readonly startDistance: number;
  /** The platform's middle is nowhere farther out. */
  readonly platformReach: number;
  /** Everything to be seen but the platform; the same object at every call. */
  scene(): Scene;
}

/** Compass points at which there are pictures and starts: east, north-east, north and so on. */
export const COMPASS_POINTS = 8;

const WALL_COUNT = 16;

/** World units. */
const WALL_HEIGHT = 192;

/** World units: side, height of the middle, distance from the wall. */
const PICTURE = { size: 128, height: 100, gap: 2 };

/** The heading of a compass point. */
export function compassHeading(index: number): number {
  return (index * HEADINGS) / COMPASS_POINTS;
}

/** The point at a distance from the middle along a heading. */
export function polarPoint(distance: number, heading: number): Point {
  return [distance * COS[heading]!, distance * SIN[heading]!];
}

/**
 * Corners of a regular polygon around a point, counter-clockwise, whose sides face the compass points.
 *
 * @param apothem - From the middle to each side, world units.
 */
export function regularPolygon(sides: number, apothem: number, [x, y]: Point = [0, 0]): Point[] {
  const half = HEADINGS / sides / 2;
  const radius = apothem / COS[half]!;
  return Array.from({ length: sides }, (_, i): Point => {
    const [dx, dy] = polarPoint(radius, half + 2 * half * i);
    return [x + dx, y + dy];
  });
}

/** Walls, pictures, water and ceiling. */
function poolScene(wallDistance: number): Scene {
  const wall = { texture: poolWallTexture(), height: WALL_HEIGHT, texelsPerUnit: 64 / WALL_HEIGHT };
  return {
    walls: createWallLoop(regularPolygon(WALL_COUNT, wallDistance), [wall]),
    panels: pictureTextures().map((_, i) => picture(wallDistance, i)),
    billboards: [],
    floor: { height: 0, texture: waterTexture(), texelsPerUnit: 0.5 },
    ceiling: { height: WALL_HEIGHT, texture: lampCeilingTexture(), texelsPerUnit: 0.25 },
    sky: lampCeilingTexture(), // never seen
    halfLightDepth: 2400,
  };
}

/** One of the pictures, in the middle of the wall at its compass point. */
function picture(wallDistance: number, index: number): Wall {
  const { size, height, gap } = PICTURE;
  const texture = pictureTextures()[index]!;
  const heading = compassHeading(index);
  const [x, y] = polarPoint(wallDistance - gap, heading);
  const [dx, dy] = polarPoint(size / 2, wrapHeading(heading + HEADINGS / 4)); // to the left
  const style = { texture, height: size, bottom: height - size / 2, texelsPerUnit: 64 / size };
  return createWall([x + dx, y + dy], [x - dx, y - dy], style);
}

/**
 * `em_watermaze` of DeepMind Lab. Its starts lie at 690 to 728 units, 711 on average; here all at the
 * same distance.
 */
export const FULL_POOL: Pool = {
  wallDistance: 760,
  startDistance: 712,
  platformReach: 580,
  scene: once(() => poolScene(760)),
};

/** Our own small pool for quick experiments. */
export const SMALL_POOL: Pool = {
  wallDistance: 300,
  startDistance: 256,
  platformReach: 160,
  scene: once(() => poolScene(300)),
};
