import { createHash } from 'node:crypto';

/** Which life of which environment is seeded. */
export interface SeedKey {
  /** The run's seed. */
  readonly seed: number;
  /** Global index of the environment. */
  readonly environment: number;
  /** Sequence number at which the run began or was resumed. */
  readonly startSequence: number;
  /** 0 for the first actor that carries it, one more for every replacement. */
  readonly generation: number;
}

/** Seed of an environment: 32 bits, the same for the same key however many actors there are. */
export function environmentSeed(key: SeedKey): number {
  return hash('seed', key);
}

/**
 * Where the first episode is cut, as a fraction of the longest possible one: uniform on (0, 1].
 *
 * Episodes of fixed length would otherwise all end on the same step, for ever.
 */
export function firstEpisodeFraction(key: SeedKey): number {
  return (hash('first episode', key) + 1) / 2 ** 32;
}

/** 32 bits of SHA-256: neighbouring keys give unrelated numbers. */
function hash(purpose: string, key: SeedKey): number {
  const { seed, environment, startSequence, generation } = key;
  const text = `${purpose}/${seed}/${environment}/${startSequence}/${generation}`;
  return createHash('sha256').update(text).digest().readUInt32LE(0);
}
