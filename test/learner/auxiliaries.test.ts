import { afterEach, expect, test } from 'vitest';
import { a2cConfig, createA2cAgent } from '../../agents/a2c/index.js';
import {
  AUXILIARY_LOSSES,
  auxiliarySchema,
  buildAuxiliaries,
  CpcLoss,
} from '../../src/auxiliary/index.js';
import type { AuxiliaryLoss } from '../../src/auxiliary/index.js';
import { compile, tf, withoutGradient } from '../../src/compute/index.js';
import { drawsOf, trainableVariables, update } from '../../src/learner/index.js';
import type { Agent, UpdateInputs } from '../../src/learner/index.js';
import { readMetrics } from '../../src/metrics/index.js';
import { createRmsProp } from '../../src/optim/index.js';
import { Memory } from '@rl-tools/env/classic';
import {
  ACTIONS,
  batchOf,
  randomUnroll,
  smallAgent,
  stateOf,
  UNITS,
} from '../agents/a2c/unrolls.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { relativeError } from '../support/closeness.js';
import { describeOnEveryEngine, describeOnFastestEngine } from '../support/engines.js';
import { openTraining } from '../support/inProcessTraining.js';

type Values = Record<string, number[]>;
type Settings = Readonly<Record<string, object>>;
const [T, B] = [6, 3];
const IMAGE = [20, 20, 3] as const;

/** Every loss of the registry, small. */
const ALL: Settings = {
  cpc: { steps: 3 },
  actionCpc: { steps: 3, negatives: 'sampled', samples: 5, weightSchedule: 'linear' },
  cpcControl: { steps: 2, negatives: 'all' },
  pixelPrediction: { steps: [1, 2], hiddenSize: 4, channels: 2 },
  rewardPrediction: { observations: 2, hiddenSize: 4, weightSchedule: 'linear' },
  pixelControl: { channels: 2 },
};

function read(tensors: Record<string, tf.Tensor>): Values {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]),
  );
}

/** A small A2C agent with some losses, updated on random unrolls with a weight factor of ½ where scheduled. */
function learn(settings: Settings, options: { compiles: boolean; updates: number }) {
  const agent = smallAgent({ reduction: 'sum', unrollLength: T });
  const auxiliaries = buildAuxiliaries(AUXILIARY_LOSSES, {
    settings: auxiliarySchema(AUXILIARY_LOSSES).parse(settings),
    sizes: {
      ...{ embeddingSize: agent.embeddingSize, contextSize: UNITS, actions: ACTIONS },
      ...{ observationShape: IMAGE, unrollLength: T, seed: 11 },
    },
  });
  const variables = trainableVariables(agent, auxiliaries);
  const optimizer = createRmsProp(variables, { decay: 0.9, epsilon: 0.1 });
  const step = (inputs: UpdateInputs) =>
    update({ agent, auxiliaries, optimizer, gradientClip: 40 }, inputs);
  const all = new Map([...variables, ...optimizer.slots]);
  const program = compile({ step }, { variables: [...all.values()] });
  const metrics: Values[] = [];
  for (let i = 0; i < options.updates; i++) {
    const drawn = randomUnroll(200 + i, T, B);
    // Some rewards are 0, or there would be nothing to balance for reward prediction.
    const numbers = { ...drawn, rewards: drawn.rewards.map((r, at) => (at % 2 === 0 ? r : 0)) };
    const scheduled = auxiliaries.filter(({ weightSchedule }) => weightSchedule === 'linear');
    const inputs: UpdateInputs = {
      batch: batchOf(numbers),
      state: stateOf(numbers),
      learningRate: tf.scalar(0.01),
      draws: drawsOf(auxiliaries, i),
      weightFactors: Object.fromEntries(scheduled.map(({ name }) => [name, tf.scalar(0.5)])),
    };
    const reported = options.compiles ? program.call.step(inputs) : step(inputs);
    metrics.push(read(reported));
    tf.dispose([inputs, reported]);
  }
  if (options.compiles) program.pull();
  const values = read(Object.fromEntries(all));
  program.dispose();
  optimizer.dispose();
  for (const loss of auxiliaries) loss.dispose();
  agent.dispose();
  return { metrics, values };
}

/** Equal up to 1e-4 of the largest: updates amplify the last bit of float32. */
function expectSame(actual: Values, expected: Values): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const numbers = (list: number[]): number[] => list.filter((x) => !Number.isNaN(x));
    const tiny = Math.max(...numbers(values).map(Math.abs), 0) < 1e-3;
    const got = numbers(actual[name]!);
    if (tiny)
      got.forEach((x, i) => { expect(Math.abs(x - numbers(values)[i]!), name).toBeLessThan(1e-5); }); // prettier-ignore
    else expect(relativeError(got, numbers(values)), name).toBeLessThan(1e-4);
  }
}

describeOnFastestEngine('all auxiliary losses at once', () => {
  test('compiled, they compute what they compute eagerly, and each teaches its variables', () => {
    const [eager, compiled] = [false, true].map((compiles) => learn(ALL, { compiles, updates: 2 }));
    compiled!.metrics.forEach((metrics, i) => {
      expectSame(metrics, eager!.metrics[i]!);
    });
    expectSame(compiled!.values, eager!.values);
    for (const name of Object.keys(ALL)) {
      expect(eager!.metrics[0]![`auxiliary/${name}/gradientNorm`]![0], name).toBeGreaterThan(0);
    }
  });
});

describeOnEveryEngine('auxiliary losses of an update', () => {
  const agentsOwn = ({ values }: ReturnType<typeof learn>): Values =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !/cpc/i.test(name)));

  test('the control leaves the agent as if it were alone, bit for bit; CPC does not', () => {
    const run = (settings: Settings) => agentsOwn(learn(settings, { compiles: false, updates: 2 }));
    const alone = run({});
    expect(run({ cpcControl: { steps: 3, weight: 5 } })).toEqual(alone);
    expect(run({ cpc: { steps: 3, weight: 5 } })).not.toEqual(alone);
  });

  test('a factor scales what a loss teaches, not what it reports', () => {
    const run = (weight: number, weightSchedule: string) =>
      learn({ cpc: { steps: 3, weight, weightSchedule } }, { compiles: false, updates: 1 });
    // Factor ½ on a weight of 0.5 is a weight of 0.25: exact in binary.
    const [halved, plain] = [run(0.5, 'linear'), run(0.25, 'constant')];
    expect(halved.values).toEqual(plain.values);
    expect(halved.metrics).toEqual(plain.metrics);
  });
});

const folder = useTemporaryFolder();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describeOnFastestEngine('a training with auxiliary losses', () => {
  async function train(
    change: (agent: Agent) => Agent,
    {
      updates,
      ...options
    }: { updates: number } & Partial<ConstructorParameters<typeof CpcLoss>[0]>,
  ) {
    const config = a2cConfig.parse({ unrollLength: T, embeddingSize: 4, lstmSize: 4 });
    const agent = createA2cAgent({ config, imageShape: IMAGE, actions: 3, seed: 1 });
    const sizes = { embeddingSize: 4, contextSize: 4, seed: 1 };
    const cpc = new CpcLoss({ ...sizes, steps: 3, weight: 0.5, ...options });
    const auxiliaries: AuxiliaryLoss[] = [cpc];
    const totalFrames = 4 * T * B;
    const { trainer, run, close } = await openTraining({
      out: folder.at('run'),
      make: () => new Memory({ delays: [3, 8] }),
      ...{ environments: B, agent: change(agent), auxiliaries },
      settings: { unrollLength: T, totalFrames },
    });
    closing.push(close, () => { agent.dispose(); }, () => { cpc.dispose(); }); // prettier-ignore
    const warnings: string[] = [];
    for (let i = 0; i < updates; i++) warnings.push(...(await trainer.iterate()).warnings);
    return { lines: readMetrics(run.metrics), warnings };
  }

  test('the weight falls in a straight line to 0 at totalFrames', async () => {
    const { lines } = await train((agent) => agent, { updates: 4, weightSchedule: 'linear' });
    const weights = lines.map((line) => line['auxiliary/cpc/weight']);
    expect(weights).toEqual([0.5, 0.375, 0.25, 0.125]);
    const norms = lines.map((line) => line['auxiliary/cpc/gradientNorm'] as number);
    expect(norms.every((norm) => norm > 0)).toBe(true);
  });

  test('sampled negatives are drawn anew for every update', async () => {
    const { lines } = await train((agent) => agent, { updates: 2, negatives: 'sampled', samples: 4 }); // prettier-ignore
    expect(lines.map((line) => typeof line['auxiliary/cpc/meanLoss'])).toEqual([
      'number',
      'number',
    ]);
  });

  test('features of the agent itself give no warning', async () => {
    const { lines, warnings } = await train((agent) => agent, { updates: 2 });
    expect(warnings).toEqual([]);
    expect(Object.keys(lines[1]!).filter((key) => key.includes('warning'))).toEqual([]);
  });

  test.each(['embeddings', 'contexts'] as const)('detached %s are told once', async (name) => {
    const detach = (agent: Agent): Agent => ({
      ...agent,
      unroll: (batch, state) => {
        const result = agent.unroll(batch, state);
        const constant = withoutGradient(() => tf.clone(result.features[name]));
        return { ...result, features: { ...result.features, [name]: constant } };
      },
    });
    const { lines, warnings } = await train(detach, { updates: 3 });
    const warning = name === 'embeddings' ? 'detachedEmbeddings' : 'detachedContexts';
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      `auxiliary loss 'cpc': warning ${warning}: features.${name} do not`,
    );
    for (const line of lines) expect(line[`auxiliary/cpc/warning/${warning}`]).toBe(1);
  });

  test('a loss that is no longer a number is named', async () => {
    const poison = (agent: Agent): Agent => ({
      ...agent,
      unroll: (batch, state) => {
        const result = agent.unroll(batch, state);
        const embeddings: tf.Tensor3D = tf.mul(result.features.embeddings, NaN);
        return { ...result, features: { ...result.features, embeddings } };
      },
    });
    await expect(train(poison, { updates: 1 })).rejects.toThrow(
      /loss is not a number.*No longer a number, too: auxiliary\/cpc\/meanLoss/,
    );
  });
});
