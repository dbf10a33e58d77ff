import type { ColumnSlices } from './columnSlices.js';
import type { Slab, SlabSide } from './scene.js';
import type { View } from './view.js';

/** Depth in world units before which nothing is drawn. */
const NEAR = 1;

/**
 * Turns the top of a slab, seen from above, into column slices.
 *
 * The ray of a column crosses a convex outline between two depths. The slice is sorted by the farther
 * one: what stands behind the slab or at its far edge is drawn before its top, and what stands on it,
 * or before it, afterwards. The nearer depth takes the place of `along`.
 */
export class LidProjector {
  private nearest: Float64Array;
  private farthest: Float64Array;

  constructor(
    private readonly view: View,
    private readonly slices: ColumnSlices,
  ) {
    this.nearest = new Float64Array(view.width);
    this.farthest = new Float64Array(view.width);
  }

  addLid({ sides }: Slab): void {
    const { view, slices, nearest, farthest } = this;
    nearest.fill(NEAR);
    farthest.fill(Infinity);
    for (const side of sides) {
      this.clip(side);
    }
    for (let column = 0; column < view.width; column++) {
      if (nearest[column]! < farthest[column]!) {
        slices.insert(column, 1 / farthest[column]!, nearest[column]!);
      }
    }
  }

  /** Keeps of each column's ray what lies inside one side: (outward normal) · (point − corner) ≤ 0. */
  private clip({ x1, y1, x2, y2 }: SlabSide): void {
    const { view, nearest, farthest } = this;
    const normalX = y2 - y1;
    const normalY = x1 - x2;
    const inside = normalX * (x1 - view.x) + normalY * (y1 - view.y);
    const ahead = normalX * view.cos + normalY * view.sin;
    const aside = normalX * view.sin - normalY * view.cos;
    for (let column = 0; column < view.width; column++) {
      const perDepth = ahead + view.slope[column]! * aside;
      const depth = inside / perDepth;
      if (perDepth > 0) {
        farthest[column] = Math.min(farthest[column]!, depth);
      } else if (perDepth < 0) {
        nearest[column] = Math.max(nearest[column]!, depth);
      } else if (inside < 0) {
        farthest[column] = 0;
      }
    }
  }
}

/** Whether the eye is on the outer side of a side. */
export function facesEye({ x1, y1, x2, y2 }: SlabSide, { x, y }: View): boolean {
  return (y2 - y1) * (x - x1) + (x1 - x2) * (y - y1) > 0;
}
