import { randomUUID } from 'node:crypto';
import { make as makeRegistered, register } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import { afterEach, expect, test } from 'vitest';
import { runActor } from '../../src/actor/index.js';
import { ActorHub } from '../../src/learner/hub/index.js';
import type { ActorHubOptions } from '../../src/learner/hub/index.js';
import { CountingEnv } from '../support/countingEnv.js';
import { COUNTING_ENV, CountingLearner, EPISODE_STEPS, makeCounting } from './countingRun.js';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface RunOptions extends Partial<Omit<ActorHubOptions, 'env'>> {
  readonly count: number;
  readonly make?: (id: string, options: Readonly<Record<string, unknown>>) => Env;
}

async function run({ count, make, ...options }: RunOptions): Promise<ActorHub> {
  const hub = await ActorHub.listen({
    env: { ...COUNTING_ENV, count },
    processes: 1,
    seed: 3,
    runId: 'counting',
    ...options,
  });
  const actors = Array.from({ length: options.processes ?? 1 }, () =>
    runActor({ connect: hub.address, make: make ?? makeCounting }),
  );
  // Closed in reverse: actors end when the hub has told them to.
  closing.push(
    () => Promise.all(actors),
    () => hub.close(),
  );
  await hub.describe();
  return hub;
}

test.each([
  ['ipc', undefined],
  ['tcp', 'tcp://127.0.0.1:*'],
  ['inproc', `inproc://${randomUUID()}`],
])('no step or reward is lost, repeated or shifted over %s', async (_, bind) => {
  const hub = await run({ count: 6, processes: 2, bind });
  const learner = new CountingLearner(hub);
  await learner.play(5 * EPISODE_STEPS);
  expect(learner.counts.size).toBe(6);
  expect([...learner.counts.values()].every(({ episode }) => episode === 4)).toBe(true);
  expect(learner.finals).toHaveLength(6 * 4);
  expect(hub.faults.total).toBe(0);
});

test('one, two and three actors give the same bytes', async () => {
  const received: number[][][] = [];
  for (const processes of [1, 2, 3]) {
    const hub = await run({ count: 7, processes });
    const learner = new CountingLearner(hub);
    await learner.play(20);
    received.push(learner.received);
  }
  expect(received[1]).toEqual(received[0]);
  expect(received[2]).toEqual(received[0]);
});

test('a run that is resumed from snapshots goes on as if it had never stopped', async () => {
  const hub = await run({ count: 5, processes: 2 });
  const learner = new CountingLearner(hub);
  await learner.play(10);
  const batches = [await learner.receive(0), await learner.receive(1)];
  const snapshots = await hub.snapshots();
  const counts = [...learner.counts];
  const observed = batches.map((batch) => [...batch.observations]); // valid until the next receive
  batches.forEach((batch, group) => {
    learner.act(group, batch);
  });
  learner.received.length = 0;
  await learner.play(10);

  const resumed = await run({ count: 5, snapshots, startSequence: batches[0]!.sequence });
  const successor = new CountingLearner(resumed);
  for (const [group, before] of batches.entries()) {
    const batch = await resumed.receive(group);
    expect(batch.sequence).toBe(before.sequence);
    expect([...batch.observations]).toEqual(observed[group]);
    expect(batch.episodeStarts).toEqual(before.episodeStarts);
    expect([...batch.restarted]).toEqual(batch.restarted.length === 3 ? [0, 0, 0] : [0, 0]);
    // The checkpoint holds what the action before brought: it must not be counted again.
    expect(Math.max(...batch.rewards, ...batch.terminated, ...batch.truncated)).toBe(0);
    successor.act(group, batch);
  }
  for (const [environment, count] of counts) successor.counts.set(environment, count);
  await successor.play(10);
  expect(successor.received).toEqual(learner.received);
});

test('first episodes are cut at different steps, later ones are not', async () => {
  const LIMIT = 20;
  const id = 'Test/LimitedCounting-v0';
  const entryPoint = (): Env => new CountingEnv({ episodeSteps: 1000 });
  register({ id, entryPoint, maxEpisodeSteps: LIMIT });
  const hub = await run({ count: 8, make: () => makeRegistered(id) });
  expect((await hub.describe()).maxEpisodeSteps).toBe(LIMIT);
  const ends: number[][] = Array.from({ length: 4 }, () => []);
  for (let step = 0; step <= 3 * LIMIT; step++) {
    const { truncated } = await hub.receive(0);
    truncated.forEach((cut, row) => {
      if (cut) ends[row]!.push(step);
    });
    hub.act(0, new Int32Array(4));
  }
  const first = ends.map((steps) => steps[0]!);
  expect(new Set(first).size).toBeGreaterThan(2);
  expect(first.every((step) => step >= 1 && step <= LIMIT)).toBe(true);
  for (const steps of ends) expect(steps[1]! - steps[0]!).toBe(LIMIT);
});
