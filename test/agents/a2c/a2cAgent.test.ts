import { describe, expect, test } from 'vitest';
import { a2cConfig, createA2cAgent } from '../../../agents/a2c/index.js';
import { ArgumentError, tf } from '../../../src/compute/index.js';
import type { Agent } from '../../../src/learner/index.js';
import { createRmsProp } from '../../../src/optim/index.js';
import { update } from '../../../src/learner/index.js';
import { expectClose } from '../../support/closeness.js';
import { describeOnEveryEngine } from '../../support/engines.js';
import { randomNumbers } from '../../support/random.js';
import {
  ACTIONS,
  batchOf,
  perceptAt,
  randomUnroll,
  smallAgent,
  stateOf,
  UNITS,
} from './unrolls.js';
import type { UnrollNumbers } from './unrolls.js';

/** What acting step by step saw and did, `[T, B]` row-major; `values` have the bootstrap row too. */
interface Acted {
  readonly actions: number[];
  readonly logProbabilities: number[];
  readonly values: number[];
  readonly contexts: number[];
}

/** Acts on every row in turn, carrying the state, and on row T for its value alone. */
function actThrough(agent: Agent, numbers: UnrollNumbers): Acted {
  const { T, B } = numbers;
  const random = randomNumbers(77);
  const acted: Acted = { actions: [], logProbabilities: [], values: [], contexts: [] };
  tf.engine().startScope();
  let state = stateOf(numbers);
  for (let t = 0; t <= T; t++) {
    const noise = tf.tensor2d(random.uniforms(B * ACTIONS), [B, ACTIONS]);
    const decision = agent.act({ percept: perceptAt(numbers, t), state, noise });
    acted.values.push(...decision.values.dataSync());
    state = decision.state;
    if (t === T) break;
    acted.actions.push(...decision.actions.dataSync());
    acted.logProbabilities.push(...decision.logProbabilities.dataSync());
    acted.contexts.push(...decision.state.hidden!.dataSync());
  }
  tf.engine().endScope();
  return acted;
}

/** A2C's loss without entropy from what acting said, in float64. */
function lossFromActing(acted: Acted, numbers: UnrollNumbers, discount: number): number {
  const { T, B } = numbers;
  let loss = 0;
  for (let b = 0; b < B; b++) {
    let following = acted.values[T * B + b]!;
    for (let t = T - 1; t >= 0; t--) {
      const i = t * B + b;
      const reward = Math.max(-1, Math.min(1, numbers.rewards[i]!));
      following = reward + discount * (numbers.ends[i] === 1 ? numbers.cutValues[i]! : following);
      const advantage = following - acted.values[i]!;
      const row = -acted.logProbabilities[i]! * advantage + 0.5 * 0.5 * advantage ** 2;
      loss += numbers.weights[i]! * row;
    }
  }
  return loss;
}

/** Unroll's loss, features and metrics as numbers. */
function unrollOf(agent: Agent, numbers: UnrollNumbers) {
  tf.engine().startScope();
  const { loss, features, metrics, meanLossScale } = agent.unroll(
    batchOf(numbers),
    stateOf(numbers),
  );
  const result = {
    loss: loss.dataSync()[0]!,
    contexts: Array.from(features.contexts.dataSync()),
    embeddings: features.embeddings.shape,
    metrics: Object.fromEntries(Object.entries(metrics).map(([k, v]) => [k, v.dataSync()[0]!])),
    rewards: Array.from(features.rewards.dataSync()),
    brightest: tf.max(features.observations()).dataSync()[0]!,
    meanLossScale,
  };
  tf.engine().endScope();
  return result;
}

describeOnEveryEngine('A2C agent', () => {
  describe.each([1, 2, 3])('acting and unrolling agree (seed %d)', (seed) => {
    const numbers = randomUnroll(seed);

    test('the same contexts and values, resets in the middle included', () => {
      const agent = smallAgent({}, seed);
      const acted = actThrough(agent, numbers);
      const { contexts, metrics } = unrollOf(agent, numbers);
      expectClose(contexts, acted.contexts);
      const values = acted.values.slice(0, numbers.T * numbers.B);
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      expect(Math.abs(metrics.value! - mean)).toBeLessThan(1e-5);
      agent.dispose();
    });

    test("the loss is that of acting's own values and log-probabilities, in float64", () => {
      const agent = smallAgent({ entropyCost: 0, discount: 0.9 }, seed);
      const acted = actThrough(agent, numbers);
      const taken = { ...numbers, actions: acted.actions };
      expectClose([unrollOf(agent, taken).loss], [lossFromActing(acted, taken, 0.9)]);
      const columnLost = taken.weights.map((_, i) => (i % taken.B === 1 ? 0 : 1));
      const masked = { ...taken, weights: columnLost };
      expectClose([unrollOf(agent, masked).loss], [lossFromActing(acted, masked, 0.9)]);
      agent.dispose();
    });
  });

  test('what a lost environment left behind changes neither loss nor gradient', () => {
    const agent = smallAgent();
    const given = randomUnroll(4);
    const weights = given.weights.map((_, i) => (i % given.B === 2 ? 0 : 1));
    const other = randomUnroll(5);
    const mixed = (a: number[], b: number[]): number[] =>
      a.map((value, i) => (i % given.B === 2 ? b[i]! : value));
    const lossAndGradients = (numbers: UnrollNumbers): number[][] => {
      tf.engine().startScope();
      const [batch, state] = [batchOf(numbers), stateOf(numbers)];
      const { value, grads } = tf.variableGrads(() => agent.unroll(batch, state).loss);
      const result = [value, ...Object.values(grads)].map((x) => Array.from(x.dataSync()));
      tf.engine().endScope();
      return result;
    };
    const plain = lossAndGradients({ ...given, weights });
    const changed = lossAndGradients({
      ...given,
      weights,
      rewards: mixed(given.rewards, other.rewards),
      actions: mixed(given.actions, other.actions),
      ends: mixed(given.ends, other.ends),
      cutValues: mixed(given.cutValues, other.cutValues),
      lastRewards: mixed(given.lastRewards, other.lastRewards),
      episodeStarts: mixed(given.episodeStarts, other.episodeStarts),
    });
    expect(changed.length).toBe(1 + agent.variables.size);
    changed.forEach((values, i) => { expectClose(values, plain[i]!, { tolerance: 1e-6 }); }); // prettier-ignore
    agent.dispose();
  });

  test('features: clipped rewards, pictures from 0 to 1, T rows', () => {
    const agent = smallAgent({ rewardClip: 0.5 });
    const numbers = randomUnroll(6);
    const { rewards, brightest, embeddings, meanLossScale } = unrollOf(agent, numbers);
    expectClose(rewards, numbers.rewards.map((r) => Math.max(-0.5, Math.min(0.5, r)))); // prettier-ignore
    expect(brightest).toBe(1);
    expect(embeddings).toEqual([numbers.T, numbers.B, agent.embeddingSize]);
    expect(meanLossScale).toBe(numbers.T * numbers.B);
    agent.dispose();
  });

  test('an episode start makes the state before it irrelevant', () => {
    const agent = smallAgent();
    const numbers = randomUnroll(7);
    const starts = numbers.episodeStarts.map((start, i) => (i < numbers.B ? 1 : start));
    const [a, b] = [0, 1].map((value) =>
      unrollOf(agent, {
        ...numbers,
        episodeStarts: starts,
        hidden: numbers.hidden.map(() => value),
        cell: numbers.cell.map(() => value),
      }),
    );
    expect(a).toEqual(b);
    expect(unrollOf(agent, numbers).contexts).not.toEqual(a!.contexts);
    agent.dispose();
  });

  test('the network sees last rewards clipped, last actions and "no action" apart', () => {
    const agent = smallAgent({ rewardClip: 1 });
    const numbers = randomUnroll(12);
    const contextsWith = (change: Partial<UnrollNumbers>): number[] =>
      unrollOf(agent, { ...numbers, ...change }).contexts;
    const rewardsOf = (value: number): Partial<UnrollNumbers> => ({
      lastRewards: numbers.lastRewards.map(() => value),
    });
    expect(contextsWith(rewardsOf(-7))).toEqual(contextsWith(rewardsOf(-1)));
    expect(contextsWith(rewardsOf(-0.5))).not.toEqual(contextsWith(rewardsOf(-1)));
    const seen = [-1, 0, 1, ACTIONS - 1].map((action) =>
      contextsWith({ lastActions: numbers.lastActions.map(() => action) }).join(),
    );
    expect(new Set(seen).size).toBe(seen.length);
    agent.dispose();
  });

  test('one update makes rewarded actions likelier and moves values towards the returns', () => {
    const agent = smallAgent({ entropyCost: 0, discount: 0 });
    const drawn = randomUnroll(8);
    const numbers = { ...drawn, rewards: drawn.rewards.map(() => 1), cutValues: drawn.cutValues.map(() => 0) }; // prettier-ignore
    const optimizer = createRmsProp(agent.variables, { decay: 0.99, epsilon: 0.1 });
    const measure = (): { policyLoss: number; valueLoss: number; value: number } =>
      unrollOf(agent, numbers).metrics as never; // its metrics have these names
    const before = measure();
    expect(before.value).toBeLessThan(0.9); // so that taking any action was better than expected
    tf.tidy(() => {
      const [batch, state] = [batchOf(numbers), stateOf(numbers)];
      const parts = { agent, auxiliaries: [], optimizer, gradientClip: 40 };
      update(parts, { batch, state, learningRate: tf.scalar(1e-3), draws: {} });
    });
    const after = measure();
    expect(after.value).toBeGreaterThan(before.value);
    expect(after.valueLoss).toBeLessThan(before.valueLoss);
    // Per row −ln π(a)·(1 − V): divide the advantage's own change out.
    expect(after.policyLoss / (1 - after.value)).toBeLessThan(
      before.policyLoss / (1 - before.value),
    );
    optimizer.dispose();
    agent.dispose();
  });

  test('actions are drawn from the policy: chi-squared over 4000 draws', () => {
    const agent = smallAgent({}, 3);
    // A policy far from uniform.
    tf.tidy(() => {
      agent.variables.get('policy/bias')!.assign(tf.tensor1d([1.5, 0, -1, 0.5]));
    });
    const draws = 4000;
    const one = randomUnroll(9, 1, 1);
    const copies = (values: number[]): number[] => Array<number[]>(draws).fill(values).flat();
    const numbers = { ...one, B: draws, lastActions: copies(one.lastActions.slice(0, 1)), lastRewards: copies([0]), episodeStarts: copies([1]), pixels: copies(one.pixels.slice(0, 1200)), hidden: copies(one.hidden), cell: copies(one.cell) }; // prettier-ignore
    tf.engine().startScope();
    const noise = tf.tensor2d(randomNumbers(10).uniforms(draws * ACTIONS), [draws, ACTIONS]);
    const decision = agent.act({ percept: perceptAt(numbers, 0), state: stateOf(numbers), noise });
    const actions = decision.actions.dataSync();
    const logProbabilities = decision.logProbabilities.dataSync();
    tf.engine().endScope();
    let [chiSquared, total] = [0, 0];
    for (let action = 0; action < ACTIONS; action++) {
      const taken = actions.filter((a) => a === action).length;
      const probability = Math.exp(logProbabilities[actions.indexOf(action)]!);
      chiSquared += (taken - draws * probability) ** 2 / (draws * probability);
      total += probability;
    }
    expect(total).toBeCloseTo(1, 4); // every action was drawn, and they make up the policy
    expect(chiSquared).toBeLessThan(16.27); // 99.9 % point, 3 degrees of freedom
    agent.dispose();
  });

  test('the network of the paper has 1,123,130 parameters at 72 × 96 and 9 actions', () => {
    // conv 8·8·3·16 + 16 = 3,088; conv 4·4·16·32 + 32 = 8,224; linear 7·10·32·256 + 256 = 573,696;
    // LSTM (256 + 1 + 9 + 256)·1024 + 1024 = 535,552; policy 256·9 + 9 = 2,313; value 256 + 1 = 257
    const config = a2cConfig.parse({});
    const agent = createA2cAgent({ config, imageShape: [72, 96, 3], actions: 9, seed: 1 });
    const sizes = [...agent.variables.values()].map((variable) => variable.size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_123_130);
    expect([agent.embeddingSize, agent.contextSize, agent.actions]).toEqual([256, 256, 9]);
    agent.dispose();
  });

  test('its variables have the names that checkpoints use', () => {
    const agent = smallAgent();
    expect([...agent.variables.keys()]).toEqual([
      ...['torso/conv1/kernel', 'torso/conv1/bias', 'torso/conv2/kernel', 'torso/conv2/bias'],
      ...['torso/linear/weights', 'torso/linear/bias'],
      ...['core/inputWeights', 'core/recurrentWeights', 'core/bias'],
      ...['policy/weights', 'policy/bias', 'value/weights', 'value/bias'],
    ]);
    agent.dispose();
  });

  test('equal seeds give equal weights; the first state is zero', () => {
    const [a, b, c] = [smallAgent({}, 1), smallAgent({}, 1), smallAgent({}, 2)];
    const weights = (agent: Agent): number[] =>
      [...agent.variables.values()].flatMap((v) => Array.from(v.dataSync()));
    expect(weights(a)).toEqual(weights(b));
    expect(weights(a)).not.toEqual(weights(c));
    const state = a.initialState(2);
    expect(Object.entries(state).map(([name, x]) => [name, x.shape, x.arraySync()])).toEqual(
      ['hidden', 'cell'].map((name) => [
        name,
        [2, UNITS],
        [0, 1].map(() => Array<number>(UNITS).fill(0)),
      ]),
    );
    tf.dispose(state);
    for (const agent of [a, b, c]) agent.dispose();
  });

  test('acting and updating leak no tensor', () => {
    const agent = smallAgent();
    const optimizer = createRmsProp(agent.variables, { decay: 0.99, epsilon: 0.1 });
    const numbers = randomUnroll(11);
    const [batch, state] = [batchOf(numbers), stateOf(numbers)];
    const [percept, learningRate] = [perceptAt(numbers, 0), tf.scalar(1e-3)];
    const noise = tf.fill<tf.Rank.R2>([numbers.B, ACTIONS], 0.5);
    const before = tf.memory().numTensors;
    for (let round = 0; round < 2; round++) {
      tf.dispose(agent.act({ percept, state, noise }));
      const parts = { agent, auxiliaries: [], optimizer, gradientClip: 40 };
      tf.dispose(update(parts, { batch, state, learningRate, draws: {} }));
      expect(tf.memory().numTensors).toBe(before);
    }
    optimizer.dispose();
    agent.dispose();
    tf.dispose([batch, state, percept, learningRate, noise]);
  });
});

test('pictures that are too small for the torso are refused', () => {
  const config = a2cConfig.parse({});
  const make = (): Agent =>
    createA2cAgent({ config, imageShape: [19, 40, 3], actions: 2, seed: 1 });
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow('19×40 pixels are too small; it needs 20×20 or more');
});
