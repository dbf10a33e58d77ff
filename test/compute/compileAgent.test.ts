import { expect, test } from 'vitest';
import type { A2cConfig } from '../../agents/a2c/index.js';
import { CpcLoss } from '../../src/auxiliary/index.js';
import type { Negatives } from '../../src/auxiliary/index.js';
import { compile, tf } from '../../src/compute/index.js';
import { trainableVariables, update } from '../../src/learner/index.js';
import type { ActInputs, Decision, UpdateInputs } from '../../src/learner/index.js';
import { createRmsProp } from '../../src/optim/index.js';
import {
  ACTIONS,
  batchOf,
  perceptAt,
  randomUnroll,
  smallAgent,
  stateOf,
  UNITS,
} from '../agents/a2c/unrolls.js';
import { randomNumbers } from '../support/random.js';
import { describeOnNativeEngine } from './compileSupport.js';

type Values = Record<string, number[]>;

/** A learner whose functions run as they are, or compiled. */
interface Learner {
  /** Updates on a random unroll; returns the metrics. */
  update(seed: number, sizes?: { T: number; B: number }): Values;
  act(seed: number): Values;
  /** Values of all variables, optimizer slots included. */
  values(): Values;
  dispose(): void;
}

interface LearnerOptions {
  readonly compiles: boolean;
  readonly negatives?: Negatives | undefined;
  readonly anchorStride?: number;
  readonly torso?: A2cConfig['torso'];
  readonly seed?: number;
}

function learner({ compiles, negatives, seed = 1, ...options }: LearnerOptions): Learner {
  const { torso = 'shallow', anchorStride = 1 } = options;
  const agent = smallAgent({ reduction: 'sum', torso }, seed);
  const sizes = { embeddingSize: agent.embeddingSize, contextSize: UNITS, seed: seed + 10 };
  const auxiliaries = negatives
    ? [new CpcLoss({ ...sizes, negatives, anchorStride, steps: 3, weight: 1 })]
    : [];
  const variables = trainableVariables(agent, auxiliaries);
  const optimizer = createRmsProp(variables, { decay: 0.9, epsilon: 0.1 });
  const parts = { agent, auxiliaries, optimizer, gradientClip: 40 };
  const functions = {
    act: (inputs: ActInputs): Decision => agent.act(inputs),
    update: (inputs: UpdateInputs) => update(parts, inputs),
  };
  const all = new Map([...variables, ...optimizer.slots]);
  const program = compile(functions, { variables: [...all.values()] });
  const { act, update: learn } = compiles ? program.call : functions;
  return {
    update: (unrollSeed, { T, B } = { T: 5, B: 3 }) => {
      const numbers = randomUnroll(unrollSeed, T, B);
      const inputs = {
        batch: batchOf(numbers),
        state: stateOf(numbers),
        learningRate: tf.scalar(0.01),
        draws: {},
      };
      const metrics = learn(inputs);
      const values = read(metrics);
      tf.dispose([inputs, metrics]);
      return values;
    },
    act: (unrollSeed) => {
      const numbers = randomUnroll(unrollSeed);
      const noise = tf.tensor2d(randomNumbers(unrollSeed).uniforms(3 * ACTIONS), [3, ACTIONS]);
      const inputs = { percept: perceptAt(numbers, 1), state: stateOf(numbers), noise };
      const { state, ...decision } = act(inputs);
      const values = read({ ...decision, ...state });
      tf.dispose([inputs, state, decision]);
      return values;
    },
    values: () => {
      if (compiles) program.pull();
      return read(Object.fromEntries(all));
    },
    dispose: () => {
      program.dispose();
      optimizer.dispose();
      for (const auxiliary of auxiliaries) auxiliary.dispose();
      agent.dispose();
    },
  };
}

function read(tensors: Record<string, tf.Tensor>): Values {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]),
  );
}

/** Equal up to 1e-4 of the largest value: four updates amplify the last bit of float32. */
function expectClose(actual: Values, expected: Values): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const scale = Math.max(1e-3, ...values.filter(Number.isFinite).map(Math.abs));
    const differences = values.map((value, index) => {
      const other = actual[name]![index]!;
      return Object.is(value, other) ? 0 : Math.abs(value - other) / scale;
    });
    expect([name, Math.max(...differences) < 1e-4]).toEqual([name, true]);
  }
}

/** A compiled learner computes what an uncompiled one does, and the same bits each time. */
describeOnNativeEngine('compiled learner', () => {
  test.each<Omit<LearnerOptions, 'compiles'>>([
    {},
    { negatives: 'batch' },
    { negatives: 'all' },
    { negatives: 'batch', anchorStride: 2 },
    { negatives: 'all', anchorStride: 2 },
    { torso: 'deep' },
  ])('equals the eager one: %o', (options) => {
    for (const seed of [1, 2]) {
      const [eager, compiled] = [false, true].map((compiles) =>
        learner({ ...options, compiles, seed }),
      );
      const before = eager!.values();
      for (const sizes of [
        { T: 5, B: 3 },
        { T: 5, B: 3 },
        { T: 7, B: 2 },
        { T: 5, B: 3 },
      ]) {
        const unrollSeed = 100 * seed + sizes.T;
        expectClose(compiled!.update(unrollSeed, sizes), eager!.update(unrollSeed, sizes));
        expectClose(compiled!.act(unrollSeed), eager!.act(unrollSeed));
      }
      const after = eager!.values();
      expectClose(compiled!.values(), after);
      // Every variable has moved, or the comparison would say little.
      for (const [name, values] of Object.entries(after)) expect(values).not.toEqual(before[name]);
      for (const one of [eager, compiled]) one!.dispose();
    }
  });

  test('repeats bit for bit, also when other shapes are compiled in between', () => {
    const run = (detours: boolean): Values[] => {
      const one = learner({ compiles: true, negatives: 'all' });
      const other = learner({ compiles: true, negatives: 'batch' });
      const results: Values[] = [];
      for (let i = 0; i < 6; i++) {
        results.push(one.update(i));
        if (detours && i === 1) one.act(i); // compiles another function into the same graph
        if (detours && i === 3) other.update(i, { T: 6, B: 2 });
      }
      results.push(one.values());
      one.dispose();
      other.dispose();
      return results;
    };
    const once = run(false);
    expect(run(false)).toEqual(once);
    expect(run(true)).toEqual(once);
  });

  test('goes on with the same bits in a new group', () => {
    const whole = learner({ compiles: true, negatives: 'batch' });
    const expected = [0, 1, 2].map((seed) => whole.update(seed));
    expect(whole.update(3)).not.toEqual(expected[2]);
    const again = learner({ compiles: true, negatives: 'batch' });
    expect([0, 1, 2].map((seed) => again.update(seed))).toEqual(expected);
    whole.dispose();
    again.dispose();
  });
});
