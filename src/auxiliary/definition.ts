import type { z } from 'zod';
import type { AuxiliaryLoss } from './auxiliaryLoss.js';

/** What a loss is told of the agent and its environments. */
export interface AuxiliarySizes {
  /** Z, size of an embedding. */
  readonly embeddingSize: number;
  /** C, size of a context. */
  readonly contextSize: number;
  /** A, number of actions. */
  readonly actions: number;
  /** `[H, W, 3]`, size of an observation. */
  readonly observationShape: readonly [height: number, width: number, channels: number];
  /** T, rows of every unroll. */
  readonly unrollLength: number;
  /** Seed of the loss's initial variables and of its draws; the same for all losses of a run. */
  readonly seed: number;
}

/** What the settings of a loss are checked against before anything is built. */
export interface AuxiliarySurroundings {
  /** T, rows of every unroll. */
  readonly unrollLength: number;
  /** B, sequences of every unroll. */
  readonly environments: number;
}

/** A setting that does not go with its surroundings. */
export interface AuxiliaryConflict {
  /** Keys from the loss's own settings: `['steps']`. */
  readonly path: readonly string[];
  /** What was expected, with the remedy; the value that came is added by whoever reports it. */
  readonly error: string;
}

/** One line of the registry: key in configs and checkpoints, schema of its settings, how it is built. */
export interface AuxiliaryDefinition<S extends z.ZodType = z.ZodType, N extends string = string> {
  /** Key in configs, checkpoints and metrics; the name of the loss that `create` makes. */
  readonly name: N;
  /** All settings with ranges and defaults, those of `weightSettings` among them. */
  readonly config: S;
  /** What in valid settings does not go with the surroundings; nothing, if left out. */
  conflicts?(config: z.output<S>, surroundings: AuxiliarySurroundings): AuxiliaryConflict[];
  /** Builds the loss; the caller disposes it. */
  create(config: z.output<S>, sizes: AuxiliarySizes): AuxiliaryLoss;
}

/** Returns its argument, its types inferred: the name as a literal, the settings from the schema. */
export function defineAuxiliary<S extends z.ZodType, const N extends string>(
  definition: AuxiliaryDefinition<S, N>,
): AuxiliaryDefinition<S, N> {
  return definition;
}
