import { defineAuxiliary } from '../definition.js';
import { pixelPredictionConfig } from './config.js';
import { PixelPredictionLoss } from './pixelPrediction.js';

/** Pixel prediction as experiments name it: `auxiliary.pixelPrediction`. */
export const pixelPredictionDefinition = defineAuxiliary({
  name: 'pixelPrediction',
  config: pixelPredictionConfig,
  conflicts: ({ steps }, { unrollLength }) =>
    steps.at(-1)! < unrollLength
      ? []
      : [
          {
            path: ['steps'],
            error:
              'must all be below agent.unrollLength: an unroll of T steps holds targets at most T − 1 ahead',
          },
        ],
  create: (config, { contextSize, observationShape, seed }) =>
    new PixelPredictionLoss({ ...config, contextSize, observationShape, seed }),
});
