import { HEADINGS, MAX_PITCH, type Body } from '../engine/index.js';
import type { RandomState } from '../src/index.js';

/** Whether a value read from a state is a JSON object. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value read from a state is a whole number, 0 ≤ value < limit. */
export function isWholeBelow(value: unknown, limit: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < limit;
}

/** Whether a value read from a state is a body, and nothing more. */
export function isBody(value: unknown): value is Body {
  return (
    isFields(value) &&
    Object.keys(value).sort().join() === 'heading,pitch,velocityX,velocityY,x,y,z' &&
    Object.values(value).every(Number.isFinite) &&
    isWholeBelow(value.heading, HEADINGS) &&
    Number.isInteger(value.pitch) &&
    Math.abs(value.pitch as number) <= MAX_PITCH
  );
}

/** Whether a value read from a state can be given to `Random.setState`. */
export function isRandomState(value: unknown): value is RandomState {
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    value.every((word) => Number.isInteger(word) && word === (word | 0)) &&
    value.some((word) => word !== 0)
  );
}
