import { SyncVectorEnv } from '@rl-tools/env';
import { afterEach, expect, test } from 'vitest';
import { playEpisodes } from '../../src/evaluation/index.js';
import type { Policy } from '../../src/evaluation/index.js';
import type { Arrival } from '../../src/learner/index.js';
import { CountingEnv, countingReward, readCount } from '../support/countingEnv.js';

const SEEDS = [30, 10, 20];
let vector: SyncVectorEnv;

afterEach(() => {
  vector.close();
});

/** Environments whose episodes take so many steps. */
function open(lengths: readonly number[]): void {
  vector = new SyncVectorEnv(
    lengths.map((episodeSteps) => () => new CountingEnv({ episodeSteps })),
  );
}

/** Takes action 1 everywhere, and writes down what it is shown. */
function watching(shown: Arrival[] = []): Policy {
  return {
    act: (arrival) => {
      shown.push(structuredClone(arrival)); // its arrays belong to the vector
      return Promise.resolve(new Int32Array(vector.numEnvs).fill(1));
    },
    dispose: () => undefined,
  };
}

/** Episode number `episode` of an environment whose episodes take `length` steps. */
function played(episode: number, length: number): { return: number; length: number } {
  const rewards = Array.from({ length }, (_, i) =>
    countingReward({ seed: 0, episode, step: i + 1, action: 1 }),
  );
  return { return: rewards.reduce((sum, reward) => sum + reward, 0), length };
}

test('every environment plays its share, however long its episodes take', async () => {
  open([2, 9, 3]);
  const episodes = await playEpisodes({ vector, policy: watching(), episodes: 7, seeds: SEEDS });
  expect(episodes).toEqual([
    ...[0, 1, 2].map((episode) => played(episode, 2)),
    ...[0, 1].map((episode) => played(episode, 9)),
    ...[0, 1].map((episode) => played(episode, 3)),
  ]);
});

test.each([1, 2, 3, 4, 5, 6, 100])('%i episodes are %i', async (episodes) => {
  open([2, 4, 3]);
  const result = await playEpisodes({ vector, policy: watching(), episodes, seeds: SEEDS });
  expect(result).toHaveLength(episodes);
});

test('the policy sees the first observations, then what followed its actions', async () => {
  open([2, 3]);
  const shown: Arrival[] = [];
  let steps = 0;
  const onStep = (): void => {
    steps++;
  };
  const policy = watching(shown);
  await playEpisodes({ vector, policy, episodes: 3, seeds: SEEDS.slice(0, 2), onStep });
  // Environment 0 plays two episodes of 2 steps, environment 1 one of 3; 4 steps in all.
  expect(steps).toBe(1 + 4);
  const size = vector.observations.length / 2;
  const counts = shown.map(({ observations }) =>
    [0, 1].map((row) => readCount(observations.subarray(row * size, (row + 1) * size))),
  );
  expect(counts.map((row) => row.map(({ episode, step }) => [episode, step]))).toEqual([
    [
      [0, 0],
      [0, 0],
    ],
    [
      [0, 1],
      [0, 1],
    ],
    [
      [1, 0],
      [0, 2],
    ],
    [
      [1, 1],
      [1, 0],
    ],
  ]);
  expect(counts[0]!.map(({ seed }) => seed)).toEqual([30, 10]);
  expect(shown.map(({ rewards }) => [...rewards])).toEqual([
    [0, 0],
    [1.25, 1.25],
    [2.25, 2.25],
    [1001.25, 3.25],
  ]);
  expect(shown.map(({ episodeStarts }) => [...episodeStarts])).toEqual([
    [1, 1],
    [0, 0],
    [1, 0],
    [0, 1],
  ]);
  expect(shown.every(({ present, restarted }) => present[0] === 1 && restarted[0] === 0)).toBe(
    true,
  );
});

test('every moment is told with its info before the policy acts on it', async () => {
  open([2, 3]);
  const log: string[] = [];
  const policy: Policy = {
    act: ({ observations }) => {
      const size = vector.observations.length / 2;
      const counts = [0, 1].map((row) => readCount(observations.subarray(row * size)));
      log.push(`act ${counts.map(({ episode, step }) => `${episode}.${step}`).join(' ')}`);
      return Promise.resolve(new Int32Array(2).fill(1));
    },
    dispose: () => undefined,
  };
  await playEpisodes({
    vector,
    policy,
    episodes: 2,
    seeds: SEEDS.slice(0, 2),
    onStep: ({ infos, episodeStarts }) => {
      const counts = infos.map(({ count }) => count as { episode: number; step: number });
      log.push(`see ${counts.map(({ episode, step }) => `${episode}.${step}`).join(' ')}`);
      expect([...episodeStarts]).toEqual(counts.map(({ step }) => Number(step === 0)));
    },
  });
  const moments = ['0.0 0.0', '0.1 0.1', '1.0 0.2'];
  const last = 'see 1.1 1.0'; // both episodes have ended: nobody acts any more
  expect(log).toEqual([...moments.flatMap((at) => [`see ${at}`, `act ${at}`]), last]);
});
