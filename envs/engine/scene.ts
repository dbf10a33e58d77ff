import type { Texture } from './texture.js';

/** A point on the floor plan, `[x, y]` in world units: x east, y north. */
export type Point = readonly [x: number, y: number];

/** The upright face shared by walls and billboards. Heights are world units above z = 0. */
export interface Surface {
  readonly texture: Texture;
  readonly bottom: number;
  readonly top: number;
  /** Density of the texture along the face; it repeats. Row 0 lies at `top`. */
  readonly texelsPerUnit: number;
  /** Brightness before distance is applied, 0 … 1. */
  readonly shade: number;
}

/** A wall: a segment of the floor plan, seen from both sides, solid to whoever walks. */
export interface Wall extends Surface {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** World units. */
  readonly length: number;
}

/** A picture that always faces the viewer and whose transparent texels let the background through. */
export interface Billboard extends Surface {
  readonly x: number;
  readonly y: number;
  /** World units across. */
  readonly width: number;
  /** Whether it is there at all. */
  visible: boolean;
}

/** A floor or ceiling: an endless plane at one height. */
export interface Plane {
  readonly texture: Texture;
  readonly height: number;
  readonly texelsPerUnit: number;
}

/** An upright side whose height follows that of its slab. */
export interface SlabSide extends Wall {
  top: number;
}

/** A level face whose height follows that of its slab. */
export interface SlabLid extends Plane {
  height: number;
}

/**
 * A solid-looking block with a convex outline, upright sides and a level top, such as a platform.
 * Only drawn: it stops nobody.
 */
export interface Slab {
  /** In the order of the corners, counter-clockwise: the outside lies to the right of each. */
  readonly sides: readonly SlabSide[];
  readonly lid: SlabLid;
  /** Whether it is there at all. */
  visible: boolean;
}

/** Everything that can be seen. */
export interface Scene {
  readonly walls: readonly Wall[];
  readonly billboards: readonly Billboard[];
  /** Upright faces that stop nobody, such as pictures just before a wall. */
  readonly panels?: readonly Wall[] | undefined;
  readonly slabs?: readonly Slab[] | undefined;
  readonly floor: Plane;
  /** Absent under the open sky. */
  readonly ceiling?: Plane | undefined;
  /** Wrapped once around the horizon; row 0 is the zenith side. Not darkened by distance. */
  readonly sky: Texture;
  /** Depth in world units at which light has fallen to one half. */
  readonly halfLightDepth: number;
}

/** How a wall looks; see {@link Surface}. */
export interface WallStyle {
  readonly texture: Texture;
  readonly height: number;
  /** @defaultValue 0 */
  readonly bottom?: number;
  /** @defaultValue 0.5 */
  readonly texelsPerUnit?: number;
}

const DEFAULT_TEXELS_PER_UNIT = 0.5;

/** Light that walls facing east or west lose: orientation stays readable without texture. */
const SIDE_SHADE = 0.3;

/**
 * A wall between two points.
 *
 * @throws RangeError if the points coincide or the height is not positive.
 */
export function createWall(from: Point, to: Point, style: WallStyle): Wall {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const length = Math.sqrt(dx * dx + dy * dy);
  const bottom = style.bottom ?? 0;
  if (!(length > 0) || !(style.height > 0)) {
    throw new RangeError(
      `createWall: expected two different points and a height above 0, got (${from.join(', ')}) to ` +
        `(${to.join(', ')}) and height ${style.height}.`,
    );
  }
  return {
    x1: from[0],
    y1: from[1],
    x2: to[0],
    y2: to[1],
    length,
    texture: style.texture,
    bottom,
    top: bottom + style.height,
    texelsPerUnit: style.texelsPerUnit ?? DEFAULT_TEXELS_PER_UNIT,
    shade: 1 - (SIDE_SHADE * dy * dy) / (length * length),
  };
}

/**
 * Walls around a polygon, from each corner to the next and from the last to the first.
 *
 * @param styles - Used in turn, starting again when they run out.
 */
export function createWallLoop(corners: readonly Point[], styles: readonly WallStyle[]): Wall[] {
  return corners.map((corner, i) =>
    createWall(corner, corners[(i + 1) % corners.length]!, styles[i % styles.length]!),
  );
}

/** A visible billboard whose picture fills a square of side `size` centred at height `height`. */
export function createBillboard(
  [x, y]: Point,
  { texture, size, height }: { texture: Texture; size: number; height: number },
): Billboard {
  return {
    x,
    y,
    width: size,
    texture,
    bottom: height - size / 2,
    top: height + size / 2,
    texelsPerUnit: texture.height / size,
    shade: 1,
    visible: true,
  };
}
