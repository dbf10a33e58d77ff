import { COS, SIN } from './angles.js';
import type { Point, Scene, Slab, Wall } from './scene.js';

/** Who looks, from where and which way: heading in heading units. */
export interface Viewer {
  readonly x: number;
  readonly y: number;
  readonly heading: number;
}

/**
 * Whether an item (a billboard or slab that is there) is in view: within the 90° that a picture shows,
 * and no wall between. Heights, distance and items before one another do not count.
 */
export function seesItem({ billboards, slabs = [], walls }: Scene, viewer: Viewer): boolean {
  return (
    billboards.some(({ visible, x, y }) => visible && isInView([x, y], viewer, walls)) ||
    slabs.some((slab) => slab.visible && pointsOf(slab).some((p) => isInView(p, viewer, walls)))
  );
}

/** Whether a point of the floor plan is within the 90° of a picture and no wall stands before it. */
export function isInView(point: Point, { x, y, heading }: Viewer, walls: readonly Wall[]): boolean {
  const [dx, dy] = [point[0] - x, point[1] - y];
  const [cos, sin] = [COS[heading]!, SIN[heading]!];
  const depth = dx * cos + dy * sin;
  const aside = dy * cos - dx * sin;
  if (depth <= 0 || Math.abs(aside) > depth) return false;
  return !walls.some((wall) => crosses(wall, [x, y], [dx, dy]));
}

/** Corners of a slab, and the middles between them: one is ahead of whoever stands on it. */
function pointsOf({ sides }: Slab): Point[] {
  return sides.flatMap(({ x1, y1, x2, y2 }): Point[] => [
    [x1, y1],
    [(x1 + x2) / 2, (y1 + y2) / 2],
  ]);
}

/** Whether the way from a point by (dx, dy) crosses a wall: the ends of each lie on both sides of the other. */
function crosses({ x1, y1, x2, y2 }: Wall, [x, y]: Point, [dx, dy]: Point): boolean {
  const first = dx * (y1 - y) - dy * (x1 - x);
  const second = dx * (y2 - y) - dy * (x2 - x);
  if (first > 0 === second > 0) return false;
  const [wallX, wallY] = [x2 - x1, y2 - y1];
  const start = wallX * (y - y1) - wallY * (x - x1);
  const end = wallX * (y + dy - y1) - wallY * (x + dx - x1);
  return start > 0 !== end > 0;
}
