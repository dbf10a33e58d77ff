import { expect, test } from 'vitest';
import { AUXILIARY_LOSSES, buildAuxiliaries } from '../../src/auxiliary/index.js';
import { compile, tf } from '../../src/compute/index.js';
import { trainableVariables, update } from '../../src/learner/index.js';
import type { UpdateInputs } from '../../src/learner/index.js';
import { createRmsProp } from '../../src/optim/index.js';
import { batchOf, randomUnroll, smallAgent, stateOf } from '../agents/a2c/unrolls.js';
import type { UnrollNumbers } from '../agents/a2c/unrolls.js';
import { describeOnNativeEngine } from '../compute/compileSupport.js';
import { relativeError } from '../support/closeness.js';

type Values = Record<string, number[]>;

const SETTINGS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  pixelPrediction: { steps: [1, 3], hiddenSize: 6, channels: 4 },
  rewardPrediction: { observations: 2, hiddenSize: 6, weight: 1 },
  pixelControl: { channels: 4 },
};

/** Updates of a small agent with some losses: metrics of each, and all variables at the end. */
function updates(
  names: readonly string[],
  compiles: boolean,
): { metrics: Values[]; after: Values } {
  const agent = smallAgent({ reduction: 'sum' });
  const chosen = AUXILIARY_LOSSES.filter(({ name }) => names.includes(name));
  const settings = chosen.map(({ name, config }) => [name, config.parse(SETTINGS[name])] as const);
  const auxiliaries = buildAuxiliaries(AUXILIARY_LOSSES, {
    settings: Object.fromEntries(settings),
    sizes: {
      embeddingSize: agent.embeddingSize,
      contextSize: agent.contextSize,
      actions: agent.actions,
      observationShape: [20, 20, 3],
      unrollLength: 5,
      seed: 3,
    },
  });
  expect(auxiliaries.map(({ name }) => name).sort()).toEqual([...names].sort());
  const variables = trainableVariables(agent, auxiliaries);
  const optimizer = createRmsProp(variables, { decay: 0.9, epsilon: 0.1 });
  const parts = { agent, auxiliaries, optimizer, gradientClip: 40 };
  const eager = (inputs: UpdateInputs): Record<string, tf.Tensor> => update(parts, inputs);
  const all = new Map([...variables, ...optimizer.slots]);
  const program = compile({ update: eager }, { variables: [...all.values()] });
  const learn = compiles ? program.call.update : eager;
  const metrics = [1, 2, 3].map((seed) => {
    const numbers = withoutSomeRewards(randomUnroll(seed));
    const inputs = {
      batch: batchOf(numbers),
      state: stateOf(numbers),
      learningRate: tf.scalar(0.01),
      draws: {},
    };
    const results = learn(inputs);
    const values = read(results);
    tf.dispose([inputs, results]);
    return values;
  });
  if (compiles) program.pull();
  const after = read(Object.fromEntries(all));
  program.dispose();
  optimizer.dispose();
  for (const auxiliary of auxiliaries) auxiliary.dispose();
  agent.dispose();
  return { metrics, after };
}

/** Every third reward is 0: reward prediction needs rows of both kinds. */
function withoutSomeRewards(unroll: UnrollNumbers): UnrollNumbers {
  return { ...unroll, rewards: unroll.rewards.map((reward, i) => (i % 3 === 0 ? 0 : reward)) };
}

function read(tensors: Record<string, tf.Tensor>): Values {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]),
  );
}

/** NaN at the same places; the rest equal up to 1e-4: updates amplify the last bit of float32. */
function expectSame(actual: Values, expected: Values): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const [got, wanted] = [actual[name]!, values].map((list) =>
      list.filter((x) => !Number.isNaN(x)),
    );
    expect(got!.length, name).toBe(wanted!.length);
    expect(relativeError(got!, wanted!), name).toBeLessThan(1e-4);
  }
}

describeOnNativeEngine('compiled updates', () => {
  test.each([['pixelPrediction'], ['rewardPrediction'], ['pixelControl'], Object.keys(SETTINGS)])(
    'with %s equal the eager ones, and repeat bit for bit',
    (...names) => {
      const [eager, compiled] = [updates(names, false), updates(names, true)];
      compiled.metrics.forEach((metrics, i) => {
        expectSame(metrics, eager.metrics[i]!);
        for (const name of names)
          expect(metrics[`auxiliary/${name}/gradientNorm`]![0]).toBeGreaterThan(0);
      });
      expectSame(compiled.after, eager.after);
      expect(updates(names, true)).toEqual(compiled);
    },
  );
});
