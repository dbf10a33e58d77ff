/** Simulator ticks per second; DeepMind Lab runs Quake 3 Arena at this rate. */
export const TICKS_PER_SECOND = 60;

/** Half-width of a player in world units: collisions keep its centre this far from walls. */
export const BODY_RADIUS = 15;

/** Eye above the floor in world units: 26 above the player's origin, which is 24 above its feet. */
export const EYE_HEIGHT = 50;

/** A player or other walker, seen from above. Mutable: motion changes it in place. */
export interface Body {
  /** World units, east and north. */
  x: number;
  y: number;
  /** Feet above the floor, world units. */
  z: number;
  /** World units per second. */
  velocityX: number;
  velocityY: number;
  /** Heading units, 0 … HEADINGS − 1, counter-clockwise from east. */
  heading: number;
  /** Heading units above the horizon. */
  pitch: number;
}

/** A body at rest. */
export function createBody(): Body {
  return { x: 0, y: 0, z: 0, velocityX: 0, velocityY: 0, heading: 0, pitch: 0 };
}
