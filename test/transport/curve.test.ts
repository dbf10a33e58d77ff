import { setTimeout as sleep } from 'node:timers/promises';
import { curveKeyPair } from 'zeromq';
import { afterEach, expect, test } from 'vitest';
import { runActor } from '../../src/actor/index.js';
import { ActorHub } from '../../src/learner/hub/index.js';
import type { ActorCurve, LearnerCurve } from '../../src/transport/index.js';
import { COUNTING_ENV, CountingLearner, makeCounting } from '../actor/countingRun.js';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(
  curve: LearnerCurve | undefined,
  bind = 'tcp://127.0.0.1:*',
): Promise<ActorHub> {
  const hub = await ActorHub.listen({
    bind,
    curve,
    env: { ...COUNTING_ENV, count: 2 },
    processes: 1,
    seed: 1,
    runId: 'curve',
  });
  closing.push(() => hub.close());
  return hub;
}

function start(connect: string, curve?: ActorCurve): Promise<string> {
  const controller = new AbortController();
  const ended = runActor({ connect, curve, make: makeCounting, signal: controller.signal }).then(
    () => 'stopped',
    (error: unknown) => String(error),
  );
  closing.push(
    () => ended,
    () => {
      controller.abort();
    },
  );
  return ended;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

const [server, client, stranger] = [curveKeyPair(), curveKeyPair(), curveKeyPair()];
const allowed = { ...server, allowedClientKeys: [client.publicKey] };

test('an actor with an allowed key works', async () => {
  const hub = await listen(allowed);
  void start(hub.address, { ...client, serverKey: server.publicKey });
  await hub.describe();
  const learner = new CountingLearner(hub);
  await learner.play(20);
  expect(learner.counts.size).toBe(2);
  expect(hub.faults.total).toBe(0);
});

test('two learners of one process each let in their own actors alone', async () => {
  const other = { ...curveKeyPair(), allowedClientKeys: [stranger.publicKey] };
  const [first, second] = [await listen(allowed), await listen(other)];
  void start(first.address, { ...client, serverKey: server.publicKey });
  void start(second.address, { ...stranger, serverKey: other.publicKey });
  await Promise.all([first.describe(), second.describe()]);
});

test('an actor with a key that is not allowed gets nowhere and is told so', async () => {
  const hub = await listen(allowed);
  const ended = start(hub.address, { ...stranger, serverKey: server.publicKey });
  expect(await ended).toMatch(/the learner does not allow this actor's key/);
  await until(() => hub.faults.byReason.unauthorised > 0);
  expect(hub.actors).toEqual([]);
});

test('an actor without keys gets nowhere and is told so', async () => {
  const hub = await listen(allowed);
  expect(await start(hub.address)).toMatch(/both need keys or neither/);
  await until(() => hub.faults.byReason.handshake > 0);
  expect(hub.actors).toEqual([]);
});

test("an actor that has another learner's public key gets nowhere", async () => {
  const hub = await listen(allowed);
  void start(hub.address, { ...client, serverKey: stranger.publicKey });
  await until(() => hub.faults.byReason.handshake > 0);
  expect(hub.actors).toEqual([]);
});

test('an actor with keys does not talk to a learner without', async () => {
  const hub = await listen(undefined);
  const ended = start(hub.address, { ...client, serverKey: server.publicKey });
  expect(await ended).toMatch(/both need keys or neither/);
  expect(hub.actors).toEqual([]);
});

test.each(['tcp://0.0.0.0:*', 'tcp://*:*', 'tcp://[::]:*', 'tcp://eth0:*', 'tcp://10.0.0.5:5555'])(
  'an address that other machines can reach (%s) is not opened without keys',
  async (address) => {
    await expect(listen(undefined, address)).rejects.toThrow(
      /transport\.bind: other machines can reach .*npx cpc-rl keys learner\.key.*transport\.curve/,
    );
  },
);

test('with keys it is opened', async () => {
  const hub = await listen(allowed, 'tcp://0.0.0.0:*');
  const port = hub.address.split(':').at(-1)!;
  void start(`tcp://127.0.0.1:${port}`, { ...client, serverKey: server.publicKey });
  await hub.describe();
});

test('keys that let nobody in are an error', async () => {
  await expect(listen({ ...server, allowedClientKeys: [] })).rejects.toThrow(
    /transport\.curve\.clientKeys holds no key/,
  );
});

test('a malformed allowed key is an error', async () => {
  await expect(listen({ ...server, allowedClientKeys: ['short'] })).rejects.toThrow(
    /expected 40 Z85 characters, got 5/,
  );
});
