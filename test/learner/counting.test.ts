import { afterEach, beforeAll, expect, test } from 'vitest';
import { chooseEngine } from '../../src/compute/index.js';
import { actionNoise } from '../../src/learner/index.js';
import { readEpisodes } from '../../src/metrics/index.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { openTraining } from '../support/inProcessTraining.js';
import type { OpenTraining } from '../support/inProcessTraining.js';
import { countingAgent } from './countingAgent.js';
import type { CountingAgent, Seen } from './countingAgent.js';
import { countingHistory } from './countingHistory.js';
import type { Moment } from './countingHistory.js';
import { EndingsEnv } from './endingsEnv.js';

const folder = useTemporaryFolder();
const closing: (() => unknown)[] = [];
const SEED = 5;

beforeAll(() => chooseEngine({ preferred: 'cpu' }));
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Case {
  readonly bind: string | undefined;
  readonly processes: number;
  readonly environments: number;
  readonly unrollLength: number;
  readonly updates: number;
  readonly bootstrapTimeLimits: boolean;
}

const IPC = undefined; // an address of its own
const TCP = 'tcp://127.0.0.1:*';

// Episodes take 7, 4 and 3 steps in turn: they end inside unrolls of 5, and exactly at the end of
// every unroll of 7 or 14. Odd numbers of environments make groups and shares of unequal size.
const CASES: readonly (readonly [string, Case])[] = [
  [
    'ipc, 1 actor, ends inside unrolls',
    {
      bind: IPC,
      processes: 1,
      environments: 5,
      unrollLength: 5,
      updates: 9,
      bootstrapTimeLimits: true,
    },
  ],
  [
    'ipc, 2 actors, ends on borders',
    {
      bind: IPC,
      processes: 2,
      environments: 7,
      unrollLength: 7,
      updates: 6,
      bootstrapTimeLimits: true,
    },
  ],
  [
    'tcp, 2 actors, ends inside unrolls and on borders',
    {
      bind: TCP,
      processes: 2,
      environments: 5,
      unrollLength: 14,
      updates: 3,
      bootstrapTimeLimits: true,
    },
  ],
  [
    'tcp, 1 actor, a time limit is an end like any other',
    {
      bind: TCP,
      processes: 1,
      environments: 3,
      unrollLength: 4,
      updates: 8,
      bootstrapTimeLimits: false,
    },
  ],
  [
    'ipc, 1 environment, unrolls shorter than episodes',
    {
      bind: IPC,
      processes: 1,
      environments: 1,
      unrollLength: 2,
      updates: 15,
      bootstrapTimeLimits: true,
    },
  ],
];

test.each(CASES)(
  'no step, reward, last action or state is lost, repeated or shifted: %s',
  async (_, options) => {
    const { agent, training } = await play(options);
    const { environments, unrollLength, updates } = options;
    const histories = historiesOf(agent, { environments, steps: unrollLength * updates + 1 });
    expect(agent.unrolls).toHaveLength(updates);
    agent.unrolls.forEach((unroll, update) => {
      const rows = (from: number, to: number): Moment[][] =>
        Array.from({ length: to - from }, (__, t) =>
          histories.map((moments) => moments[update * unrollLength + from + t]!),
        );
      const taken = rows(0, unrollLength);
      const field = <K extends keyof Moment>(key: K): Moment[K][][] =>
        taken.map((row) => row.map((moment) => moment[key]));
      expect(unroll.rows).toEqual(rows(0, unrollLength + 1).map((row) => row.map(seenIn)));
      expect(unroll.before).toEqual(taken[0]!.map(({ memory }) => memory));
      expect(unroll.actions).toEqual(field('action'));
      expect(unroll.rewards).toEqual(field('reward'));
      expect(unroll.ends).toEqual(field('end'));
      const zeros = taken.map((row) => row.map(() => 0));
      expect(unroll.cutValues).toEqual(options.bootstrapTimeLimits ? field('cutValue') : zeros);
      expect(unroll.weights).toEqual(taken.map((row) => row.map(() => 1)));
    });
    expect(training.hub.faults.total).toBe(0);
  },
);

test('the acting agent saw the same, under the same states, with noise of its own', async () => {
  const options = { environments: 5, unrollLength: 5, updates: 6 };
  const { agent } = await play({ ...options, bind: IPC, processes: 2, bootstrapTimeLimits: false });
  const histories = historiesOf(agent, { environments: 5, steps: 30 });
  expect(agent.acts).toHaveLength(2 * 30);
  agent.acts.forEach(({ seen, before, noise }, call) => {
    const step = Math.floor(call / 2);
    const first = call % 2 === 0 ? 0 : 3; // the groups: environments 0 to 2, 3 and 4
    const moments = histories.slice(first, first + seen.length).map((history) => history[step]!);
    expect(seen).toHaveLength(call % 2 === 0 ? 3 : 2);
    expect(seen).toEqual(moments.map(seenIn));
    expect(before).toEqual(moments.map(({ memory }) => memory));
    const own = moments.map((_, i) =>
      actionNoise({ seed: SEED, first: first + i, environments: 1, step, actions: 3 }),
    );
    expect([...noise]).toEqual(own.flatMap((numbers) => [...numbers]));
  });
});

test('the cut observation is judged by what led to it, as if no episode had begun since', async () => {
  const options = { environments: 2, unrollLength: 6, updates: 5 };
  const { agent } = await play({ ...options, bind: IPC, processes: 1, bootstrapTimeLimits: true });
  const histories = historiesOf(agent, { environments: 2, steps: 30 });
  const judged = agent.acts.filter(({ noise }) => noise.every((value) => value === 0.5));
  const cut = histories.map((moments) => moments.filter(({ cutValue }) => cutValue !== 0));
  expect(judged).toHaveLength(cut[0]!.length + cut[1]!.length);
  expect(judged.length).toBeGreaterThan(2);
  judged.forEach(({ seen, before }, call) => {
    const { count, action, reward, memory } = cut[call % 2]![Math.floor(call / 2)]!;
    expect(seen).toEqual([
      {
        count: { ...count, step: count.step + 1, action },
        lastAction: action,
        lastReward: reward,
        episodeStart: 0,
      },
    ]);
    const after = {
      observations: memory.observations + 1,
      episode: count.episode,
      step: count.step,
    };
    expect(before).toEqual([after]);
  });
});

test('every finished episode is written down, by step, then by environment', async () => {
  const options = { environments: 5, unrollLength: 9, updates: 5 };
  const { agent, training } = await play({
    ...options,
    bind: IPC,
    processes: 2,
    bootstrapTimeLimits: false,
  });
  const histories = historiesOf(agent, { environments: 5, steps: 45 });
  const expected = Array.from({ length: 45 }, (_, step) =>
    histories.flatMap((moments, environment) => {
      const { finished } = moments[step]!;
      const steps = 5 * (step + 1);
      const level = 'Test/InProcess-v0';
      return finished ? [{ frames: steps, steps, environment, level, ...finished }] : [];
    }),
  ).flat();
  expect(expected.length).toBeGreaterThan(40);
  expect(readEpisodes(training.run.episodes)).toEqual(expected);
  expect(training.trainer.status()).toMatchObject({
    frames: 5 * 45,
    steps: 5 * 45,
    updates: 5,
    episodes: expected.length,
    droppedMessages: 0,
  });
});

async function play(options: Case): Promise<{ agent: CountingAgent; training: OpenTraining }> {
  const { bind, processes, environments, unrollLength, updates, bootstrapTimeLimits } = options;
  const agent = countingAgent();
  const training = await openTraining({
    out: folder.at('run'),
    make: () => new EndingsEnv(),
    environments,
    agent,
    settings: { seed: SEED, unrollLength, bootstrapTimeLimits },
    hub: { bind, processes },
  });
  closing.push(
    () => {
      agent.dispose();
    },
    () => training.close(),
  );
  for (let i = 0; i < updates; i++) await training.trainer.iterate();
  return { agent, training };
}

/** What has to happen in each environment; nothing but its seed is taken from what was seen. */
function historiesOf(
  agent: CountingAgent,
  { environments, steps }: { readonly environments: number; readonly steps: number },
): Moment[][] {
  const seeds = agent.unrolls[0]!.rows[0]!.map(({ count }) => count.seed);
  expect(new Set(seeds).size).toBe(environments);
  return seeds.map((seed) => countingHistory(seed, steps));
}

function seenIn({ count, lastAction, lastReward, episodeStart }: Moment): Seen {
  return { count, lastAction, lastReward, episodeStart };
}
