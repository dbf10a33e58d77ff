import { expect, test } from 'vitest';
import { CpcLoss } from '../../../src/auxiliary/index.js';
import { tf } from '../../../src/compute/index.js';
import { trainableVariables, update } from '../../../src/learner/index.js';
import { createRmsProp } from '../../../src/optim/index.js';
import { expectClose, relativeError } from '../../support/closeness.js';
import { describeOnEveryEngine, describeOnFastestEngine } from '../../support/engines.js';
import { batchOf, randomUnroll, smallAgent, stateOf } from './unrolls.js';

const [T, B] = [3, 3]; // 9 rows: dividing by them rounds
const UPDATES = 5;
/** Between the norms of these updates (3.9 to 10.3), so that some are clipped and some are not. */
const CLIP = 5;

interface Settings {
  readonly reduction: 'sum' | 'mean';
  readonly epsilon: number;
  readonly initialMeanSquare: number;
  readonly gradientClip: number;
}

/** Weights before and after some updates of an agent with CPC, and its gradient norms. */
function train({ reduction, gradientClip, ...rmsProp }: Settings): {
  before: number[];
  after: number[];
  norms: number[];
} {
  const agent = smallAgent({ reduction, entropyCost: 0.01 });
  const sizes = { embeddingSize: agent.embeddingSize, contextSize: agent.contextSize };
  const cpc = new CpcLoss({ ...sizes, steps: 3, weight: 0.5, negatives: 'all', seed: 2 });
  const auxiliaries = [cpc];
  const variables = trainableVariables(agent, auxiliaries);
  const optimizer = createRmsProp(variables, { decay: 0.9, ...rmsProp });
  const weights = (): number[] => [...variables.values()].flatMap((v) => Array.from(v.dataSync()));
  const before = weights();
  const norms: number[] = [];
  for (let step = 0; step < UPDATES; step++) {
    tf.engine().startScope();
    const numbers = randomUnroll(50 + step, T, B);
    const inputs = { batch: batchOf(numbers), state: stateOf(numbers), draws: {} };
    const parts = { agent, auxiliaries, optimizer, gradientClip };
    const metrics = update(parts, { ...inputs, learningRate: tf.scalar(0.03) });
    norms.push(metrics.gradientNorm!.dataSync()[0]!);
    tf.dispose(metrics);
    tf.engine().endScope();
  }
  const after = weights();
  optimizer.dispose();
  cpc.dispose();
  agent.dispose();
  return { before, after, norms };
}

const rows = T * B;
const sum: Settings = {
  reduction: 'sum',
  epsilon: 0.1,
  initialMeanSquare: 1,
  gradientClip: CLIP,
};
const mean: Settings = {
  reduction: 'mean',
  epsilon: sum.epsilon / rows ** 2,
  initialMeanSquare: sum.initialMeanSquare / rows ** 2,
  gradientClip: CLIP / rows,
};

describeOnEveryEngine('sum and mean under RMSProp', () => {
  test('the same rate with ε/(TB)², clip/(TB), initial mean square/(TB)² gives the same weights', () => {
    const [ofSum, ofMean] = [train(sum), train(mean)];
    expectClose(ofMean.after, ofSum.after);
    expectClose(ofMean.norms, ofSum.norms.map((norm) => norm / rows)); // prettier-ignore
    // The test would say little if hardly anything moved, or if clipping never or always took part.
    expect(relativeError(ofSum.after, ofSum.before)).toBeGreaterThan(0.05);
    const clipped = ofSum.norms.filter((norm) => norm > CLIP).length;
    expect(clipped).toBeGreaterThan(0);
    expect(clipped).toBeLessThan(UPDATES);
  });
});

describeOnFastestEngine('sum and mean under RMSProp', () => {
  test.each(['epsilon', 'initialMeanSquare', 'gradientClip'] as const)(
    'another %s gives other weights',
    (setting) => {
      const other = train({ ...mean, [setting]: sum[setting] });
      expect(relativeError(other.after, train(sum).after)).toBeGreaterThan(1e-3);
    },
  );
});
