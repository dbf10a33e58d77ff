import type { Env } from '../env.js';
import { EnvCheckError } from '../errors.js';

/** What a check works on. */
export interface CheckContext {
  readonly env: Env;
  readonly seed: number;
  /** Steps within which an episode should end. */
  readonly maxSteps: number;
}

/**
 * One part of the contract.
 *
 * @returns Nothing, or why something could not be checked.
 * @throws {@link EnvCheckError} if the environment breaks it.
 */
export type Check = (context: CheckContext) => string | undefined;

/** Why equal episodes are not asked for. */
export const NONDETERMINISTIC = 'registered as nondeterministic';

/** @throws {@link EnvCheckError} with what was found and what the likely cause is. */
export function fault(found: string, likelyCause: string): never {
  throw new EnvCheckError(`${found}. Likely cause: ${likelyCause}.`);
}

/** Whether an action is refused, by an error of any kind. */
export function refuses(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}
