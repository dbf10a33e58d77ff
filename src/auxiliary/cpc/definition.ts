import { defineAuxiliary } from '../definition.js';
import type { AuxiliaryConflict, AuxiliarySurroundings } from '../definition.js';
import { cpcConfig } from './config.js';
import type { CpcConfig } from './config.js';
import { CpcLoss } from './cpcLoss.js';

/** CPC as experiments name it: `auxiliary.cpc`. */
export const cpcDefinition = defineAuxiliary({
  name: 'cpc',
  config: cpcConfig,
  conflicts: contrastiveConflicts,
  create: (config, { embeddingSize, contextSize, unrollLength, seed }) =>
    new CpcLoss({ ...config, embeddingSize, contextSize, unrollLength, seed }),
});

/** What the settings that CPC and its variants share do not go with. */
export function contrastiveConflicts(
  { steps, negatives }: Pick<CpcConfig, 'steps' | 'negatives'>,
  { unrollLength, environments }: AuxiliarySurroundings,
): AuxiliaryConflict[] {
  const conflicts: AuxiliaryConflict[] = [];
  if (steps >= unrollLength) {
    conflicts.push({
      path: ['steps'],
      error:
        'must be below agent.unrollLength: an unroll of T steps holds targets at most T − 1 ahead',
    });
  }
  if (negatives === 'batch' && environments < 2) {
    conflicts.push({
      path: ['negatives'],
      error: "'batch' needs env.count of 2 or more: negatives come from other environments",
    });
  }
  return conflicts;
}
