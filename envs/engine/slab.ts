import { createWall, type Point, type Slab } from './scene.js';
import type { Texture } from './texture.js';

/** How a slab looks. */
export interface SlabStyle {
  readonly side: Texture;
  readonly lid: Texture;
  /** World units above z = 0. */
  readonly top: number;
  /** @defaultValue 0 */
  readonly bottom?: number;
  readonly texelsPerUnit: number;
}

/**
 * A visible slab on a convex outline.
 *
 * @param corners - At least three, counter-clockwise seen from above.
 * @throws RangeError if they are fewer, or turn clockwise, or the slab has no height.
 */
export function createSlab(corners: readonly Point[], style: SlabStyle): Slab {
  const { texelsPerUnit, top, bottom = 0 } = style;
  if (corners.length < 3 || !corners.every((_, i) => turnsLeft(corners, i))) {
    throw new RangeError(
      'createSlab: expected three or more corners of a convex outline, counter-clockwise, got ' +
        `(${corners.map((corner) => corner.join(', ')).join('), (')}).`,
    );
  }
  const wall = { texture: style.side, height: top - bottom, bottom, texelsPerUnit };
  return {
    sides: corners.map((corner, i) => createWall(corner, next(corners, i), wall)),
    lid: { texture: style.lid, height: top, texelsPerUnit },
    visible: true,
  };
}

/** Moves the top of a slab. One that does not rise above its bottom is not visible. */
export function setSlabTop(slab: Slab, top: number): void {
  slab.lid.height = top;
  slab.visible = false;
  for (const side of slab.sides) {
    side.top = top;
    slab.visible ||= top > side.bottom;
  }
}

function next(corners: readonly Point[], i: number): Point {
  return corners[(i + 1) % corners.length]!;
}

function turnsLeft(corners: readonly Point[], i: number): boolean {
  const [from, at, to] = [corners[i]!, next(corners, i), next(corners, i + 1)];
  return (at[0] - from[0]) * (to[1] - at[1]) - (at[1] - from[1]) * (to[0] - at[0]) > 0;
}
