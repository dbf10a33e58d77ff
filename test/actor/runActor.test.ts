import { setTimeout as sleep } from 'node:timers/promises';
import { Box, Discrete } from '@rl-tools/env';
import type { Env } from '@rl-tools/env';
import { afterEach, expect, test } from 'vitest';
import { runActor } from '../../src/actor/index.js';
import type { ActorOptions } from '../../src/actor/index.js';
import { ActorHub } from '../../src/learner/hub/index.js';
import type { ActorHubOptions, HubEvent } from '../../src/learner/hub/index.js';
import { createIpcAddress } from '../../src/transport/index.js';
import { CountingEnv, readCount } from '../support/countingEnv.js';
import { COUNTING_ENV, CountingLearner, makeCounting } from './countingRun.js';
import { RawLearner } from './rawLearner.js';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(
  options: Partial<Omit<ActorHubOptions, 'env'>> = {},
): Promise<{ hub: ActorHub; events: HubEvent[] }> {
  const events: HubEvent[] = [];
  const hub = await ActorHub.listen({
    env: { ...COUNTING_ENV, count: 2 },
    processes: 1,
    seed: 1,
    runId: 'run',
    heartbeatMs: 20,
    lostAfterMs: 2000,
    onEvent: (event) => events.push(event),
    ...options,
  });
  closing.push(() => hub.close());
  return { hub, events };
}

/** Runs an actor that is stopped after the test; `ended` tells how it ended. */
function start(options: Partial<ActorOptions> & { connect: string }): {
  ended: Promise<string>;
  lines: string[];
  stop: () => void;
} {
  const controller = new AbortController();
  const lines: string[] = [];
  const stop = (): void => {
    controller.abort();
  };
  const ended = runActor({
    make: makeCounting,
    signal: controller.signal,
    log: (message) => lines.push(message),
    ...options,
  }).then(
    () => 'stopped',
    (error: unknown) => String(error),
  );
  closing.push(() => ended, stop);
  return { ended, lines, stop };
}

async function freeAddress(): Promise<string> {
  const ipc = await createIpcAddress();
  closing.push(() => ipc.remove());
  return ipc.address;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

test('ends when the learner says stop', async () => {
  const { hub } = await listen();
  const { ended, lines } = start({ connect: hub.address });
  await hub.describe();
  await hub.close('enough frames');
  expect(await ended).toBe('stopped');
  expect(lines.at(-1)).toBe('stopped: enough frames');
});

test('ends cleanly at its signal, and the learner notices at once', async () => {
  const { hub, events } = await listen({ lostAfterMs: 60_000 });
  const { ended, stop } = start({ connect: hub.address });
  await hub.describe();
  stop();
  expect(await ended).toBe('stopped');
  await until(() => events.at(-1)?.type === 'lost');
  expect(events.at(-1)).toMatchObject({ cause: 'disconnected' });
});

test('waits for a learner that starts later', async () => {
  const bind = await freeAddress();
  start({ connect: bind });
  await sleep(50);
  const { hub } = await listen({ bind });
  expect(await hub.describe()).toMatchObject({
    observationShape: [20, 20, 3],
    actions: 3,
    maxEpisodeSteps: null,
    framesPerStep: 1,
    canSnapshot: true,
  });
});

test('gives up with a clear message where no learner is', async () => {
  const { ended } = start({ connect: await freeAddress(), connectTimeoutMs: 50 });
  expect(await ended).toMatch(/no learner could be reached at ipc:.* within 0.05 s/);
});

test('says why it was refused', async () => {
  const { hub } = await listen();
  start({ connect: hub.address });
  await hub.describe();
  const { ended } = start({ connect: hub.address });
  expect(await ended).toMatch(/refused this actor: all 1 places are taken/);
});

test('ends with a clear message when the learner is gone', async () => {
  const learner = await rawLearner();
  const { ended } = start({ connect: learner.address });
  await learner.raw.welcome();
  learner.raw.close();
  expect(await ended).toMatch(/the connection to the learner is cut\. Start it again/);
});

test('takes a learner that says nothing for lost', async () => {
  const learner = await rawLearner();
  const { ended } = start({ connect: learner.address });
  await learner.raw.welcome({ learnerSilenceMs: 50 });
  expect(await ended).toMatch(/no word from the learner for 0.05 s\. Start it again/);
});

test('waits for the next learner where the welcome says so', async () => {
  const learner = await rawLearner();
  const { lines } = start({ connect: learner.address });
  await learner.raw.welcome({ onLearnerLost: 'wait' });
  learner.raw.close();
  await until(() => lines.some((line) => line.includes('saying hello again')));
  const { hub } = await listen({ bind: learner.address });
  await hub.describe();
  await new CountingLearner(hub).play(3);
  expect(hub.faults.total).toBe(0);
});

test('says hello again on a fresh connection when it is told to', async () => {
  const learner = await rawLearner();
  start({ connect: learner.address });
  await learner.raw.welcome();
  await learner.raw.send({ type: 'refused', reason: 'you were silent', retry: true });
  await learner.raw.welcome();
});

test('steps only for the actions that are due, and repeats its last reply', async () => {
  const learner = await rawLearner();
  start({ connect: learner.address });
  await learner.raw.welcome();
  await learner.raw.act(40, 2);
  const reply = await learner.raw.next('observations');
  expect(reply.header).toMatchObject({ group: 0, sequence: 41, finals: [] });
  expect(readCount(reply.body[0]!)).toEqual({ seed: 11, episode: 0, step: 1, action: 2 });

  await learner.raw.act(40, 1); // once more, whatever it says: the step was taken
  const repeated = await learner.raw.next('observations');
  expect(repeated.header).toEqual(reply.header);
  expect(repeated.body).toEqual(reply.body);
  await learner.raw.act(39, 1); // too old
  await learner.raw.act(42, 1); // too early
  await learner.raw.act(41, 0);
  const next = await learner.raw.next('observations');
  expect(next.header).toMatchObject({ sequence: 42 });
  expect(readCount(next.body[0]!)).toMatchObject({ step: 2, action: 0 });
});

test('a learner that does not keep to the protocol ends it with what was wrong', async () => {
  const learner = await rawLearner();
  const { ended } = start({ connect: learner.address });
  await learner.raw.next('hello');
  await learner.raw.send({ type: 'welcome', version: 2 });
  expect(await ended).toContain('header.version');
  expect((await learner.raw.next('failed')).header.message).toContain('header.version');
});

test('tells the learner what an environment raised, and ends with it', async () => {
  const { hub, events } = await listen();
  class Broken extends CountingEnv {
    override step(): never {
      throw new Error('the floor is missing');
    }
  }
  const { ended } = start({
    connect: hub.address,
    make: () => new Broken({ episodeSteps: 5 }),
  });
  await hub.describe();
  const batch = await hub.receive(0);
  hub.act(0, new Int32Array(batch.present.length));
  expect(await ended).toContain('the floor is missing');
  await until(() => events.some((event) => event.type === 'lost'));
  expect(events.at(-1)).toMatchObject({ type: 'lost', cause: 'failed' });
  expect(events.at(-1)!.message).toContain('the floor is missing');
});

test('refuses environments whose observations are no bytes', async () => {
  const { hub, events } = await listen();
  const env: Env = Object.create(new CountingEnv({ episodeSteps: 5 }), {
    observationSpace: { value: new Box({ low: 0, high: 1, shape: [3] }) },
    actionSpace: { value: new Discrete(2) },
  }) as Env;
  const { ended } = start({ connect: hub.address, make: () => env });
  expect(await ended).toContain(
    'must be a Box of uint8 to be sent, got Box(0.0, 1.0, (3,), float32)',
  );
  await until(() => events.at(-1)?.type === 'lost');
});

async function rawLearner(): Promise<{ raw: RawLearner; address: string }> {
  const raw = new RawLearner();
  closing.push(() => {
    raw.close();
  });
  const address = await freeAddress();
  await raw.bind(address);
  return { raw, address };
}
