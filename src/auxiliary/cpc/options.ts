import { ArgumentError } from '../../compute/index.js';
import { expectPositiveIntegers, parseSettings } from '../options.js';
import { cpcConfig } from './config.js';
import type { CpcConfig } from './config.js';

/** Sizes that follow from the agent, and settings that do not. */
export interface CpcOptions extends Partial<CpcConfig> {
  /** Z, size of an embedding z_t. */
  readonly embeddingSize: number;
  /** C, size of a context c_t. */
  readonly contextSize: number;
  /** Seed of the initial W_k, and of the draws of `sampled` negatives. */
  readonly seed: number;
  /** T, rows of every unroll; where given, features of another length are refused. */
  readonly unrollLength?: number | undefined;
}

/** Options with every default filled in. */
export interface ResolvedOptions {
  readonly settings: CpcConfig;
  readonly embeddingSize: number;
  readonly contextSize: number;
  readonly seed: number;
  readonly unrollLength: number | undefined;
}

/**
 * Checks the options of CPC or one of its variants.
 *
 * @param place - Class, for messages.
 * @throws {@link ArgumentError} naming the option that is out of range.
 */
export function resolveOptions(place: string, options: CpcOptions): ResolvedOptions {
  const { embeddingSize, contextSize, seed, unrollLength, ...given } = options;
  const settings = parseSettings(place, cpcConfig, given);
  expectPositiveIntegers(place, { embeddingSize, contextSize });
  if (unrollLength !== undefined) {
    expectPositiveIntegers(place, { unrollLength });
    expectReachable(place, settings.steps, unrollLength);
  }
  return { settings, embeddingSize, contextSize, seed, unrollLength };
}

function expectReachable(place: string, steps: number, unrollLength: number): void {
  if (steps < unrollLength) return;
  throw new ArgumentError(
    `${place}: option 'steps': expected less than unrollLength = ${unrollLength}, got ${steps}: an ` +
      'unroll of T rows holds targets at most T − 1 ahead.',
  );
}
