import { BODY_RADIUS, type Body } from './body.js';
import type { Wall } from './scene.js';

/** Walls touched at once are pushed away from in turn; corners need two or three rounds. */
const ROUNDS = 4;

/** Walls whose bounding box is farther away than this cannot be touched: the radius, and room for rounding. */
const TOUCHABLE = BODY_RADIUS + 1;

/** A body still this much inside a wall after all rounds is wedged. World units. */
const TOLERANCE = 0.01;

/**
 * Moves a body by its velocity and lets it slide along walls.
 *
 * The body is a circle of radius {@link BODY_RADIUS}; Quake's is a square box, which differs by a few
 * units at corners only. Long moves are cut into pieces below the radius, so that no wall is passed.
 *
 * @param seconds - Time to move for.
 */
export function slide(body: Body, walls: readonly Wall[], seconds: number): void {
  const dx = body.velocityX * seconds;
  const dy = body.velocityY * seconds;
  const pieces = Math.max(1, Math.ceil(Math.sqrt(dx * dx + dy * dy) / (BODY_RADIUS / 2)));
  for (let piece = 0; piece < pieces; piece++) {
    const { x, y } = body;
    body.x += (body.velocityX * seconds) / pieces;
    body.y += (body.velocityY * seconds) / pieces;
    if (!pushOut(body, walls)) {
      body.x = x;
      body.y = y;
      body.velocityX = 0;
      body.velocityY = 0;
    }
  }
}

/** Pushes a body out of the walls it overlaps. @returns false if it is wedged between them. */
function pushOut(body: Body, walls: readonly Wall[]): boolean {
  for (let round = 0; round < ROUNDS; round++) {
    let deepest = 0;
    for (const wall of walls) {
      if (isNear(body, wall)) {
        deepest = Math.max(deepest, pushFrom(body, wall));
      }
    }
    if (deepest <= TOLERANCE) {
      return true;
    }
  }
  return false;
}

/**
 * Whether a wall may be touched, by its bounding box. Most walls of a maze are passed over here; the
 * result is that of testing all, to the bit.
 */
function isNear({ x, y }: Body, { x1, y1, x2, y2 }: Wall): boolean {
  const east = x + TOUCHABLE;
  const west = x - TOUCHABLE;
  const north = y + TOUCHABLE;
  const south = y - TOUCHABLE;
  return (
    (x1 < east || x2 < east) &&
    (x1 > west || x2 > west) &&
    (y1 < north || y2 < north) &&
    (y1 > south || y2 > south)
  );
}

/**
 * Moves a body straight away from a wall until it only touches it, and takes from its velocity what
 * points into the wall.
 *
 * @returns how deep it was inside, in world units; 0 if it was clear.
 */
function pushFrom(body: Body, wall: Wall): number {
  const wallX = wall.x2 - wall.x1;
  const wallY = wall.y2 - wall.y1;
  const along = ((body.x - wall.x1) * wallX + (body.y - wall.y1) * wallY) / wall.length;
  const nearest = Math.min(wall.length, Math.max(0, along)) / wall.length;
  const awayX = body.x - (wall.x1 + nearest * wallX);
  const awayY = body.y - (wall.y1 + nearest * wallY);
  const squared = awayX * awayX + awayY * awayY;
  if (squared >= BODY_RADIUS * BODY_RADIUS || squared === 0) {
    return 0;
  }
  const distance = Math.sqrt(squared);
  const depth = BODY_RADIUS - distance;
  const normalX = awayX / distance;
  const normalY = awayY / distance;
  body.x += normalX * depth;
  body.y += normalY * depth;
  const inward = Math.min(0, body.velocityX * normalX + body.velocityY * normalY);
  body.velocityX -= inward * normalX;
  body.velocityY -= inward * normalY;
  return depth;
}
