import type { z } from 'zod';
import { ArgumentError } from '../compute/index.js';

/**
 * Settings with their defaults, for a loss that is built without the program's own configuration.
 *
 * @param place - Class that is built, for the message.
 * @throws {@link ArgumentError} naming the options that are out of range.
 */
export function parseSettings<S extends z.ZodType>(
  place: string,
  schema: S,
  settings: unknown,
): z.output<S> {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `option '${path.join('.')}': ${message}` : message,
  );
  throw new ArgumentError(`${place}: ${faults.join('; ')}.`);
}

/** @throws {@link ArgumentError} naming the first size that is no whole number above 0. */
export function expectPositiveIntegers(
  place: string,
  sizes: Readonly<Record<string, number>>,
): void {
  for (const [option, value] of Object.entries(sizes)) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new ArgumentError(
      `${place}: option '${option}': expected a whole number above 0, got ${value}.`,
    );
  }
}
