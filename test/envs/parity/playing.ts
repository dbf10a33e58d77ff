import type { Env } from '@rl-tools/env';

/** Typed arrays as lists, `undefined` as `null`: what JSON makes of the other side. */
export function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  }
  return value ?? null;
}

/** Whether something throws. */
export function refuses(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}

/** All results of an episode, the next one begun where one ends. */
export function play<Observation>(env: Env<Observation, number>, actions: readonly number[]) {
  const seen: unknown[] = [plain(env.reset({ seed: 7 })[0])];
  for (const action of actions) {
    const [observation, reward, terminated, truncated] = env.step(action);
    seen.push([plain(observation), reward, terminated, truncated]);
    if (terminated || truncated) seen.push(plain(env.reset()[0]));
  }
  return seen;
}
