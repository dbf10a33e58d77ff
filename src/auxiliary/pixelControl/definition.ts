import { defineAuxiliary } from '../definition.js';
import { pixelControlConfig } from './config.js';
import { PixelControlLoss } from './pixelControl.js';

/** Fewest rows of an unroll from which anything is learned: one, and one to bootstrap from. */
const FEWEST_ROWS = 2;

/** Pixel control as experiments name it: `auxiliary.pixelControl`. */
export const pixelControlDefinition = defineAuxiliary({
  name: 'pixelControl',
  config: pixelControlConfig,
  conflicts: (_, { unrollLength }) =>
    unrollLength >= FEWEST_ROWS
      ? []
      : [
          {
            path: [],
            error: 'needs agent.unrollLength of 2 or more: the last row is only bootstrapped from',
          },
        ],
  create: (config, { contextSize, actions, observationShape, seed }) =>
    new PixelControlLoss({ ...config, contextSize, actions, observationShape, seed }),
});
