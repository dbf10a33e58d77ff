import { describeValue } from '../describeValue.js';
import { boundAt, Box } from '../spaces/index.js';
import type { Space } from '../spaces/index.js';
import { fault } from './check.js';

/** @throws {@link EnvCheckError} if a value is not in its space, with the first element that is not. */
export function requireMember(space: Space<unknown>, value: unknown, what: string): void {
  if (space.contains(value)) return;
  fault(
    `${what} is not in ${space.toString()}: got ${explain(space, value)}`,
    'another typed array, length or range than the space declares',
  );
}

function explain(space: Space<unknown>, value: unknown): string {
  const numbers = value as ArrayLike<number>; // only used where it is a typed array of the right length
  if (!(space instanceof Box) || !ArrayBuffer.isView(value) || numbers.length !== space.size) {
    return describeValue(value);
  }
  const wrong = Array.from(numbers).findIndex(
    (element, i) => !(element >= boundAt(space.low, i) && element <= boundAt(space.high, i)),
  );
  if (wrong === -1) return describeValue(value);
  return `${describeValue(value)} with ${String(numbers[wrong])} at element ${wrong}`;
}

/** @throws {@link EnvCheckError} if an info is not an object. */
export function requireInfo(info: unknown, call: string): void {
  if (typeof info === 'object' && info !== null && !Array.isArray(info)) return;
  fault(`the info of ${call} must be an object, got ${describeValue(info)}`, 'no {} is returned');
}

/** @throws {@link EnvCheckError} if a reward is not a finite number. */
export function requireReward(reward: unknown, call: string): void {
  if (typeof reward === 'number' && Number.isFinite(reward)) return;
  fault(
    `the reward of ${call} must be a finite number, got ${describeValue(reward)}`,
    'a division by zero or a missing return value',
  );
}

/** @throws {@link EnvCheckError} if a flag is not a boolean. */
export function requireFlag(flag: unknown, name: string): asserts flag is boolean {
  if (typeof flag === 'boolean') return;
  fault(
    `${name} must be true or false, got ${describeValue(flag)}`,
    'a number or nothing is returned',
  );
}
