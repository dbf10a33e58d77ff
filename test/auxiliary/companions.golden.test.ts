import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectClose } from '../support/closeness.js';
import { describeOnEveryEngine } from '../support/engines.js';
import { expectGradients, expectMetrics } from './expectOutcome.js';
import type { LossOutcome } from './lossRun.js';
import { runPixelControl } from './pixelControl/cases.js';
import type { PixelControlCase, PixelControlSizes } from './pixelControl/cases.js';
import { pixelControlReference } from './pixelControl/reference.js';
import { runPixelPrediction } from './pixelPrediction/cases.js';
import type { PixelPredictionCase, PixelPredictionSizes } from './pixelPrediction/cases.js';
import { pixelPredictionReference } from './pixelPrediction/reference.js';
import { runRewardPrediction } from './rewardPrediction/cases.js';
import type { RewardPredictionCase, RewardPredictionSizes } from './rewardPrediction/cases.js';
import { rewardPredictionReference } from './rewardPrediction/reference.js';

/** What PyTorch computed from one loss's inputs. */
interface Golden<Sizes, Inputs extends string> {
  readonly sizes: Sizes;
  readonly inputs: Readonly<Record<Inputs, number[]>>;
  readonly variables: Readonly<Record<string, number[]>>;
  readonly expected: LossOutcome;
}

type Decoding = 'cells' | 'small' | 'channels';

const golden = JSON.parse(
  readFileSync(new URL('../golden/companions.json', import.meta.url), 'utf8'),
) as {
  readonly pictures: Pick<PixelControlSizes['cells'], 'image' | 'cellSize' | 'size'> &
    Pick<PixelControlSizes, 'small' | 'channels'>;
  readonly pixelPrediction: Golden<
    Omit<PixelPredictionSizes, Decoding>,
    'contexts' | 'episodeStarts' | 'pixels'
  >;
  readonly rewardPrediction: Golden<
    RewardPredictionSizes,
    'embeddings' | 'episodeStarts' | 'rewards'
  >;
  readonly pixelControl: Golden<
    Omit<PixelControlSizes, Decoding>,
    'contexts' | 'episodeStarts' | 'actions' | 'pixels'
  >;
};

const { small, channels, ...cells } = golden.pictures;
const decoding = { small, channels, cells: { ...cells, start: [0, 0] } } as const;
/** Pictures are kept as whole numbers, 0 to 256. */
const pixelsOf = (pixels: readonly number[]): number[] => pixels.map((value) => value / 256);

function pictureCase<S, I extends string>(given: Golden<S, I | 'pixels'>) {
  const { sizes, inputs, variables } = given;
  return { ...decoding, ...sizes, ...inputs, pixels: pixelsOf(inputs.pixels), variables };
}

const pixelPrediction: PixelPredictionCase = pictureCase(golden.pixelPrediction);
const pixelControl: PixelControlCase = pictureCase(golden.pixelControl);
const rewardPrediction: RewardPredictionCase = {
  ...golden.rewardPrediction.sizes,
  ...golden.rewardPrediction.inputs,
  variables: golden.rewardPrediction.variables,
};

const LOSSES = [
  {
    name: 'pixelPrediction',
    run: () => runPixelPrediction(pixelPrediction),
    reference: () => pixelPredictionReference(pixelPrediction),
  },
  {
    name: 'rewardPrediction',
    run: () => runRewardPrediction(rewardPrediction),
    reference: () => rewardPredictionReference(rewardPrediction),
  },
  {
    name: 'pixelControl',
    run: () => runPixelControl(pixelControl),
    reference: () => pixelControlReference(pixelControl),
  },
] as const;

describeOnEveryEngine('against PyTorch', () => {
  test.each(LOSSES)('$name: loss, metrics and gradients', ({ name, run }) => {
    const { loss, metrics, gradients } = run();
    const { expected } = golden[name];
    expectClose([loss], [expected.loss], { what: 'loss' });
    expectMetrics(metrics, expected.metrics);
    expectGradients(gradients, expected.gradients);
  });
});

test.each(LOSSES)('our float64 reference of $name agrees with PyTorch', ({ name, reference }) => {
  const { loss, metrics } = reference();
  const { expected } = golden[name];
  expect(expected.loss).toBeGreaterThan(0);
  expectClose([loss], [expected.loss], { tolerance: 1e-12 });
  expectMetrics(metrics, expected.metrics, 1e-11);
});
