import { describeValue } from '../describeValue.js';
import type { Env, Frame } from '../env.js';
import { boundAt, Box } from '../spaces/index.js';
import type { Space } from '../spaces/index.js';
import { fault } from './check.js';

/** @throws {@link EnvCheckError} if `reset` returned something else than `[observation, info]`. */
export function requireResetResult(env: Env, call: string, result: unknown): void {
  if (!Array.isArray(result) || result.length !== 2) {
    fault(
      `${call} must return [observation, info], got ${describeValue(result)}`,
      'the observation is returned alone',
    );
  }
  const [observation, info] = result as unknown[];
  requireMember(env.observationSpace, observation, `the observation of ${call}`);
  requireInfo(info, call);
}

/**
 * @returns The two flags.
 * @throws {@link EnvCheckError} if `step` returned something else than its five results.
 */
export function requireStepResult(
  env: Env,
  call: string,
  result: unknown,
): { readonly terminated: boolean; readonly truncated: boolean } {
  if (!Array.isArray(result) || result.length !== 5) {
    fault(
      `${call} must return [observation, reward, terminated, truncated, info], got ${describeValue(result)}`,
      'the older form with one flag `done`',
    );
  }
  const [observation, reward, terminated, truncated, info] = result as unknown[];
  requireMember(env.observationSpace, observation, `the observation of ${call}`);
  requireReward(reward, call);
  requireFlag(terminated, `terminated of ${call}`);
  requireFlag(truncated, `truncated of ${call}`);
  requireInfo(info, call);
  return { terminated, truncated };
}

/** @throws {@link EnvCheckError} if a picture has not the size it claims; `null` is none. */
export function requireFrame(frame: unknown): void {
  if (frame === null) return;
  if (typeof frame !== 'object') {
    fault(
      `render() must return a picture or null, got ${describeValue(frame)}`,
      'nothing is returned where there is nothing to see',
    );
  }
  const { width, height, data } = frame as Partial<Frame>;
  const size = Number(width) * Number(height) * 3;
  if (data instanceof Uint8Array && data.length === size) return;
  fault(
    `render() must return a Uint8Array of width × height × 3 bytes; got ${describeValue(data)} ` +
      `for width ${String(width)}, height ${String(height)}`,
    'width and height exchanged, or a fourth channel',
  );
}

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
