import { HEADINGS, wrapHeading, type Body, type Command } from '../../engine/index.js';

/** A {@link Command} to be used again. */
export type Steering = { -readonly [Key in keyof Command]: Command[Key] };

export function createSteering(): Steering {
  return { forward: 0, strafe: 0, turn: 0 };
}

const EIGHTH = HEADINGS / 8;

/** Keys to press for each eighth of a turn between the view and the way, counter-clockwise. */
const FORWARD = [1, 1, 0, -1, -1, -1, 0, 1] as const;
const STRAFE = [0, -1, -1, -1, 0, 1, 1, 1] as const;

/** Walks in a direction, to the next eighth of a turn, wherever the body looks. */
export function walkTowards(steering: Steering, { heading }: Body, direction: number): void {
  const eighth = Math.floor((wrapHeading(direction - heading) + EIGHTH / 2) / EIGHTH) % 8;
  steering.forward = FORWARD[eighth]!;
  steering.strafe = STRAFE[eighth]!;
}

/** Turns towards a heading, at most `most` heading units. */
export function turnTowards(
  steering: Steering,
  { heading }: Body,
  { wanted, most }: { readonly wanted: number; readonly most: number },
): void {
  const missing = headingDifference(wanted, heading);
  steering.turn = Math.min(most, Math.max(-most, missing));
}

/** a − b by the shorter way round: −HEADINGS/2 up to, not including, HEADINGS/2. */
export function headingDifference(a: number, b: number): number {
  return wrapHeading(a - b + HEADINGS / 2) - HEADINGS / 2;
}
