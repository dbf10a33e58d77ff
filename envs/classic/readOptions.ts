import { EnvError } from '../src/index.js';
import type { EnvOptions } from '../src/index.js';

/**
 * Options over their defaults.
 *
 * @param place - Of the environment, for the message.
 * @throws {@link EnvError} if an option is unknown or of another type than its default.
 */
export function readOptions<Options extends Readonly<Record<string, boolean | number>>>(
  given: EnvOptions,
  defaults: Options,
  place: string,
): Options {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name)) {
      const known = Object.keys(defaults).join(', ') || 'none';
      throw new EnvError(`${place}: there is no option '${name}'. Known: ${known}.`);
    }
    const expected = typeof defaults[name];
    const right = typeof value === expected && (expected === 'boolean' || Number.isFinite(value));
    if (right) continue;
    throw new EnvError(`${place}: ${name} must be a ${expected}, got ${String(value)}.`);
  }
  return { ...defaults, ...given };
}
