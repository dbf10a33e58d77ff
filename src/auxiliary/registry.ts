import { z } from 'zod';
import type { AuxiliaryLoss } from './auxiliaryLoss.js';
import { actionCpcDefinition } from './actionCpc/index.js';
import { cpcDefinition } from './cpc/index.js';
import { cpcControlDefinition } from './cpcControl/index.js';
import type {
  AuxiliaryConflict,
  AuxiliaryDefinition,
  AuxiliarySizes,
  AuxiliarySurroundings,
} from './definition.js';
import { pixelControlDefinition } from './pixelControl/index.js';
import { pixelPredictionDefinition } from './pixelPrediction/index.js';
import { rewardPredictionDefinition } from './rewardPrediction/index.js';

/** Every loss that experiments can name; one line each. */
export const AUXILIARY_LOSSES = [
  cpcDefinition,
  actionCpcDefinition,
  cpcControlDefinition,
  pixelPredictionDefinition,
  rewardPredictionDefinition,
  pixelControlDefinition,
] as const;

type Schemas<D extends AuxiliaryDefinition> = {
  [Each in D as Each['name']]: z.ZodOptional<z.ZodNullable<Each['config']>>;
};

/**
 * The schema of several losses' settings, by name; a loss that is null or left out is not used.
 *
 * @param definitions - Usually {@link AUXILIARY_LOSSES}.
 */
export function auxiliarySchema<const D extends AuxiliaryDefinition>(definitions: readonly D[]) {
  const entries = definitions.map(({ name, config }) => [name, config.nullish()] as const);
  return z.strictObject(Object.fromEntries(entries) as unknown as Schemas<D>); // names by their schemas
}

/**
 * Builds the losses that `settings` name, in the order of the definitions.
 *
 * @param settings - As {@link auxiliarySchema} of the same definitions gives them.
 * @returns The losses; the caller disposes them.
 */
export function buildAuxiliaries(
  definitions: readonly AuxiliaryDefinition[],
  { settings, sizes }: { settings: Readonly<Record<string, unknown>>; sizes: AuxiliarySizes },
): AuxiliaryLoss[] {
  return definitions.flatMap((definition) => {
    const config = settings[definition.name];
    return config ? [definition.create(config, sizes)] : [];
  });
}

/** What in the settings of several losses does not go with the surroundings; paths begin with a name. */
export function auxiliaryConflicts(
  definitions: readonly AuxiliaryDefinition[],
  {
    settings,
    surroundings,
  }: { settings: Readonly<Record<string, unknown>>; surroundings: AuxiliarySurroundings },
): AuxiliaryConflict[] {
  return definitions.flatMap((definition) => {
    const config = settings[definition.name];
    const conflicts = config ? (definition.conflicts?.(config, surroundings) ?? []) : [];
    return conflicts.map(({ path, error }) => ({ path: [definition.name, ...path], error }));
  });
}
