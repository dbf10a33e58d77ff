import type { Env } from '../env.js';
import { EnvCheckError } from '../errors.js';
import type { Check, CheckContext } from './check.js';
import { checkResetResult, checkSeeding, checkSpaces } from './resetChecks.js';
import { spaceWarnings } from './spaceWarnings.js';
import { checkState } from './stateChecks.js';
import {
  checkEnd,
  checkInvalidAction,
  checkRender,
  checkStepDeterminism,
  checkStepResults,
} from './stepChecks.js';

/** Settings of {@link checkEnv}. */
export interface CheckOptions {
  /** Seed of the first episode; the following whole numbers are used too. 123 if left out. */
  readonly seed?: number;
  /** Agent steps within which an episode should end. 2,000 if left out. */
  readonly maxSteps?: number;
}

/** What {@link checkEnv} looked at. */
export interface CheckReport {
  readonly passed: readonly string[];
  /** Checks that could not be made, or only in part, and why. */
  readonly skipped: readonly { readonly check: string; readonly reason: string }[];
  /** What is legal but seldom meant, such as a bound at infinity. */
  readonly warnings: readonly string[];
}

const CHECKS: Readonly<Record<string, Check>> = {
  spaces: checkSpaces,
  'reset result': checkResetResult,
  seeding: checkSeeding,
  'step results': checkStepResults,
  'step determinism': checkStepDeterminism,
  rendering: checkRender,
  'invalid action': checkInvalidAction,
  'end of episode': checkEnd,
  state: checkState,
  close: checkClose,
};

/**
 * Checks that an environment keeps the contract of {@link Env}, after Gymnasium's `check_env`, by
 * playing some episodes with random actions. Observations may live in a reused buffer. The
 * environment is closed afterwards.
 *
 * @returns What was checked, what could not be, and what looks odd.
 * @throws {@link EnvCheckError} at the first fault: the check, what was found, the likely cause.
 */
export function checkEnv(
  env: Env,
  { seed = 123, maxSteps = 2000 }: CheckOptions = {},
): CheckReport {
  const outcomes = Object.entries(CHECKS).map(([check, run]) => {
    return { check, reason: attempt(check, run, { env, seed, maxSteps }) };
  });
  return {
    passed: outcomes.flatMap(({ check, reason }) => (reason === undefined ? [check] : [])),
    skipped: outcomes.flatMap(({ check, reason }) =>
      reason === undefined ? [] : [{ check, reason }],
    ),
    warnings: spaceWarnings(env),
  };
}

/** @throws {@link EnvCheckError} that names environment and check, also for the environment's own errors. */
function attempt(name: string, check: Check, context: CheckContext): string | undefined {
  try {
    return check(context);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const environment = context.env.spec?.id ?? context.env.constructor.name;
    throw new EnvCheckError(`checkEnv of ${environment}, ${name}: ${message}`, { cause });
  }
}

/** `close` may be called twice. */
function checkClose({ env }: CheckContext): undefined {
  env.close();
  env.close();
}
