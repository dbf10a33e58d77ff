import { deriveSeed, Random } from '@rl-tools/env/random';
import { z } from 'zod';

/** What a hyperparameter may be. */
const scalar = z.union([z.number(), z.string(), z.boolean(), z.null()]);

const range = z
  .strictObject({ from: z.number(), to: z.number() })
  .refine(({ from, to }) => from < to, { error: 'expected from to be below to' });

const positiveRange = range.refine(({ from }) => from > 0, {
  error: 'expected from above 0: a logarithmic range has no zero',
});

/** How a hyperparameter is drawn: exactly one of the three. */
export const distributionSchema = z
  .strictObject({
    /** Evenly over the logarithm, between two positive numbers. */
    logUniform: positiveRange.optional(),
    /** Evenly between two numbers. */
    uniform: range.optional(),
    /** One of a list, all equally likely. */
    choice: z.array(scalar).min(1).optional(),
  })
  .refine((kinds) => Object.keys(kinds).length === 1, {
    error: 'expected exactly one of logUniform, uniform and choice',
  });

/** A value a hyperparameter was drawn to. */
export type Hyperparameter = z.infer<typeof scalar>;

/** See {@link distributionSchema}. */
export type Distribution = z.infer<typeof distributionSchema>;

/** Significant decimal digits of a drawn number: it can be read, written and compared. */
const DIGITS = 6;

/** Where a value is drawn. */
export interface DrawKey {
  /** Seed of the whole search. */
  readonly seed: number;
  /** Number of the draw, from 0. */
  readonly draw: number;
  /** The setting that is drawn, e.g. `agent.entropyCost`. */
  readonly path: string;
}

/**
 * Draws one hyperparameter. The value depends on the key alone: other draws, other settings of the
 * search and their order do not change it.
 *
 * Random search: Bergstra and Bengio 2012, "Random Search for Hyper-Parameter Optimization".
 */
export function drawHyperparameter(
  { logUniform, uniform, choice }: Distribution,
  { seed, draw, path }: DrawKey,
): Hyperparameter {
  const random = new Random(deriveSeed(seed, 'search', draw, path));
  if (choice) return choice[random.integer(choice.length)]!;
  if (uniform) return rounded(random.uniform(uniform.from, uniform.to), uniform);
  const { from, to } = logUniform!; // the schema wants one of three
  return rounded(Math.exp(random.uniform(Math.log(from), Math.log(to))), { from, to });
}

/** Rounding must not leave the range. */
function rounded(value: number, { from, to }: { from: number; to: number }): number {
  return Math.min(Math.max(Number(value.toPrecision(DIGITS)), from), to);
}
