import { z } from 'zod';

/** Largest picture side, action count and the like: far above use, low enough to multiply safely. */
const MAX_DIMENSION = 65_536;

/** What an actor tells of its environments once it has built them; all actors of a run must agree. */
export const environmentDescription = z.object({
  /** `[height, width, channels]`, or whatever shape a `Box` of uint8 has. */
  observationShape: z.array(z.int().min(1).max(MAX_DIMENSION)).min(1).max(8).readonly(),
  observationDtype: z.literal('uint8'),
  /** Number of discrete actions; an action is 0 to `actions − 1`. */
  actions: z.int().min(1).max(MAX_DIMENSION),
  /** Agent steps after which an episode is cut off; `null` where there is no limit. */
  maxEpisodeSteps: z.int().min(1).nullable(),
  /** Simulator ticks ("frames") per agent step. */
  framesPerStep: z.int().min(1),
  /** Whether every environment can save and load its whole state. */
  canSnapshot: z.boolean(),
});

/** Resolved {@link environmentDescription}. */
export type EnvironmentDescription = z.infer<typeof environmentDescription>;

/** Bytes of one observation. */
export function observationBytes(description: EnvironmentDescription): number {
  return description.observationShape.reduce((product, side) => product * side, 1);
}

/** The first field in which two descriptions differ, in words; `null` if they are equal. */
export function descriptionDifference(
  expected: EnvironmentDescription,
  got: EnvironmentDescription,
): string | null {
  for (const key of Object.keys(expected) as (keyof EnvironmentDescription)[]) {
    const [left, right] = [JSON.stringify(expected[key]), JSON.stringify(got[key])];
    if (left !== right) return `${key} is ${right} there, ${left} elsewhere`;
  }
  return null;
}
