import { SyncVectorEnv } from '@rl-tools/env';
import { beforeAll, describe, expect, test } from 'vitest';
import { chooseEngine, tf } from '../../src/compute/index.js';
import { a2cConfig, createA2cAgent } from '../../agents/a2c/index.js';
import { agentPolicy, playEpisodes, randomPolicy } from '../../src/evaluation/index.js';
import type { Policy, StepFeatures } from '../../src/evaluation/index.js';
import { actionNoise, UnrollBuffer } from '../../src/learner/index.js';
import type { Agent, Arrival } from '../../src/learner/index.js';
import { countingAgent } from '../learner/countingAgent.js';
import { countingHistory } from '../learner/countingHistory.js';
import { EndingsEnv } from '../learner/endingsEnv.js';

const SMALL = a2cConfig.parse({ embeddingSize: 8, lstmSize: 6 });

describe('randomPolicy', () => {
  const options = { environments: 50, observationShape: [1, 1, 1], actions: 7, seed: 4 };
  const nothing = {} as Arrival; // it looks at nothing

  async function draw(seed: number): Promise<number[]> {
    const policy = randomPolicy({ ...options, seed });
    const drawn: number[] = [];
    for (let step = 0; step < 200; step++) drawn.push(...(await policy.act(nothing)));
    policy.dispose();
    return drawn;
  }

  test('takes every action equally often', async () => {
    const drawn = await draw(4);
    expect(drawn).toHaveLength(10_000);
    const counts = Array.from({ length: 7 }, (_, a) => drawn.filter((b) => b === a).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
    const expected = 10_000 / 7;
    const chiSquared = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(33); // 6 degrees of freedom: P(χ² > 33) ≈ 1e-5
  });

  test('follows its seed', async () => {
    expect(await draw(4)).toEqual(await draw(4));
    expect(await draw(5)).not.toEqual(await draw(4));
  });
});

describe('agentPolicy', () => {
  beforeAll(() => chooseEngine({ preferred: 'cpu' }));

  test('acts as in training: state, last action and last reward follow the episodes', async () => {
    const before = tf.memory().numTensors;
    const agent = countingAgent();
    const vector = new SyncVectorEnv([0, 1, 2].map(() => () => new EndingsEnv()));
    const options = { environments: 3, observationShape: [20, 20, 3], actions: 3, seed: 8 };
    const policy = agentPolicy(agent, options);
    const seeds = [5, 6, 7];
    const episodes = await playEpisodes({ vector, policy, episodes: 9, seeds });
    policy.dispose();
    agent.dispose();
    vector.close();
    expect(tf.memory().numTensors).toBe(before);

    const histories = seeds.map((seed) => countingHistory(seed, 14)); // 7 + 4 + 3 steps
    expect(agent.acts).toHaveLength(14);
    agent.acts.forEach(({ seen, before: memory, noise }, step) => {
      const moments = histories.map((moments) => moments[step]!);
      expect(seen).toEqual(
        moments.map(({ count, lastAction, lastReward, episodeStart }) => {
          return { count, lastAction, lastReward, episodeStart };
        }),
      );
      expect(memory).toEqual(moments.map((moment) => moment.memory));
      expect(noise).toEqual(actionNoise({ seed: 8, first: 0, environments: 3, step, actions: 3 }));
    });
    expect(episodes).toEqual(
      histories.flatMap((moments) => moments.flatMap(({ finished }) => finished ?? [])),
    );
  });

  test('greedy: the same noise for every action, so that the most likely one is chosen', async () => {
    const agent = countingAgent();
    const vector = new SyncVectorEnv([() => new EndingsEnv()]);
    const options = { environments: 1, observationShape: [20, 20, 3], actions: 3, seed: 8 };
    const policy = agentPolicy(agent, { ...options, selection: 'greedy' });
    await playEpisodes({ vector, policy, episodes: 1, seeds: [5] });
    policy.dispose();
    agent.dispose();
    vector.close();
    expect(agent.acts).toHaveLength(7);
    for (const { noise } of agent.acts) expect(new Set(noise).size).toBe(1);
  });

  test('tells the features of the acting agent and of watchers, as an unroll has them', async () => {
    const before = tf.memory().numTensors;
    const agents = [1, 2].map((seed) =>
      createA2cAgent({ config: SMALL, imageShape: [20, 20, 3], actions: 3, seed }),
    );
    const [actor, watcher] = agents as [Agent, Agent];
    const told: (readonly StepFeatures[])[] = [];
    const policy = agentPolicy(actor, {
      ...{ environments: 3, observationShape: [20, 20, 3], actions: 3, seed: 8 },
      watchers: [watcher],
      onFeatures: (features) => told.push(features),
    });
    const buffer = new UnrollBuffer({
      ...{ unrollLength: 14, environments: 3, observationShape: [20, 20, 3] },
    });
    let row = 0;
    const recording: Policy = {
      act: async (arrival) => {
        buffer.setArrival(row, { start: 0, end: 3 }, arrival);
        const actions = await policy.act(arrival);
        buffer.setActions(row++, 0, { actions, logProbabilities: new Float32Array(3) });
        return actions;
      },
      dispose: () => undefined,
    };
    const vector = new SyncVectorEnv([0, 1, 2].map(() => () => new EndingsEnv()));
    await playEpisodes({ vector, policy: recording, episodes: 9, seeds: [5, 6, 7] });
    vector.close();
    policy.dispose();

    expect(told).toHaveLength(14);
    agents.forEach((agent, i) => {
      const expected = tf.tidy(() => {
        const { features } = agent.unroll(buffer.toBatch(), agent.initialState(3));
        return [features.embeddings.dataSync(), features.contexts.dataSync()];
      });
      const joined = (name: keyof StepFeatures): number[] => told.flatMap((f) => [...f[i]![name]]);
      for (const [name, values] of [
        ['embeddings', expected[0]!],
        ['contexts', expected[1]!],
      ] as const) {
        const ours = joined(name);
        expect(ours).toHaveLength(values.length);
        values.forEach((value, n) => {
          expect(ours[n]).toBeCloseTo(value, 5);
        });
      }
      agent.dispose();
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
