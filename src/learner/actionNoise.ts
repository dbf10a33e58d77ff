import { deriveSeed, Random } from '@rl-tools/env/random';

/** For whom and when {@link actionNoise} draws. */
export interface NoiseKey {
  readonly seed: number;
  /** First of the environments, whose indices follow one another. */
  readonly first: number;
  readonly environments: number;
  /** Agent steps each environment has taken. */
  readonly step: number;
  /** A, number of actions. */
  readonly actions: number;
}

/** Halves of a 23-bit grid: exact in float32 and never 0 or 1, where the logarithm has no value. */
const GRID = 2 ** 23;

/**
 * Uniform noise in (0, 1) for choosing actions, keyed by (seed, environment, step): what an
 * environment draws depends neither on the other environments nor on the order of arrival.
 *
 * @returns `[environments, actions]` float32, row-major.
 */
export function actionNoise({ seed, first, environments, step, actions }: NoiseKey): Float32Array {
  const noise = new Float32Array(environments * actions);
  for (let i = 0; i < environments; i++) {
    const random = new Random(deriveSeed(seed, 'action', first + i, step));
    for (let a = 0; a < actions; a++) {
      noise[i * actions + a] = (random.integer(GRID) + 0.5) / GRID;
    }
  }
  return noise;
}
