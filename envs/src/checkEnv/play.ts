import type { Env } from '../env.js';
import { fault } from './check.js';
import { difference } from './difference.js';

/** One step as it was seen, the observation copied: environments may reuse their buffers. */
export interface Transition {
  readonly observation: unknown;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  /** First observation of the next episode, where this one ended. */
  readonly next?: unknown;
}

/** The first `count` actions that the action space draws after being seeded. */
export function drawActions(env: Env, seed: number, count: number): unknown[] {
  env.actionSpace.seed(seed);
  return Array.from({ length: count }, () => env.actionSpace.sample());
}

/** A first observation, copied. */
export function firstObservation(env: Env, seed?: number): unknown {
  return structuredClone(env.reset({ seed })[0]);
}

/** Takes all actions in turn; where an episode ends, begins the next without a seed. */
export function play(env: Env, actions: readonly unknown[]): Transition[] {
  return actions.map((action) => {
    const [observation, reward, terminated, truncated] = env.step(action);
    const transition = { observation: structuredClone(observation), reward, terminated, truncated };
    return terminated || truncated ? { ...transition, next: firstObservation(env) } : transition;
  });
}

/** The same, from a seeded reset on. */
export function playFrom(env: Env, seed: number, actions: readonly unknown[]): Transition[] {
  env.reset({ seed });
  return play(env, actions);
}

/** @throws {@link EnvCheckError} if two episodes differ, with the first step that does. */
export function requireEqual(
  expected: readonly Transition[],
  got: readonly Transition[],
  { what, likelyCause }: { readonly what: string; readonly likelyCause: string },
): void {
  expected.forEach((transition, i) => {
    const found = difference(transition, got[i]);
    if (found !== undefined) fault(`${what} (step ${i + 1}, ${found})`, likelyCause);
  });
}
