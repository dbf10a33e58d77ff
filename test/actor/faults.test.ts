import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '@rl-tools/env';
import { Dealer } from 'zeromq';
import { afterEach, expect, test } from 'vitest';
import { runActor } from '../../src/actor/index.js';
import { ActorHub } from '../../src/learner/hub/index.js';
import type { HubEvent } from '../../src/learner/hub/index.js';
import { COUNTING_ENV, CountingLearner, makeCounting } from './countingRun.js';
import { Meddler } from './meddler.js';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(events: HubEvent[] = []): Promise<ActorHub> {
  const hub = await ActorHub.listen({
    bind: 'tcp://127.0.0.1:*',
    env: { ...COUNTING_ENV, count: 6 },
    processes: 2,
    seed: 3,
    runId: 'faults',
    maxMessageBytes: 1_000_000,
    onEvent: (event) => events.push(event),
  });
  closing.push(() => hub.close());
  return hub;
}

/** Starts an actor that ends when the hub closes. */
function start(address: string): void {
  const ended = runActor({ connect: address, make: makeCounting });
  closing.splice(-1, 0, () => ended);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

test('damaged, repeated, late and early messages are dropped and no step is harmed', async () => {
  const hub = await listen();
  const meddlers = [new Meddler(1), new Meddler(2)];
  for (const meddler of meddlers) {
    start(await meddler.start(hub.address));
    closing.unshift(() => {
      meddler.close();
    });
  }
  await hub.describe();
  const learner = new CountingLearner(hub);
  await learner.play(100);

  const { total, byReason } = hub.faults;
  const injected = meddlers.reduce((sum, meddler) => sum + meddler.injected, 0);
  // An actor repeats its reply to the old actions that it was sent: those are dropped as well.
  expect(injected).toBeGreaterThan(1000);
  expect(total).toBeGreaterThanOrEqual(injected - 4); // the last ones may still be on their way
  for (const reason of ['frames', 'oversized', 'header', 'fields', 'sequence', 'length', 'range']) {
    expect(byReason).toHaveProperty(reason, expect.any(Number));
    expect(byReason[reason as 'frames']).toBeGreaterThan(0);
  }
});

test('what strangers send to the port is counted, logged and dropped', async () => {
  const events: HubEvent[] = [];
  const hub = await listen(events);
  start(hub.address);
  start(hub.address);
  await hub.describe();
  const learner = new CountingLearner(hub);
  await learner.play(5);

  const port = Number(hub.address.split(':').at(-1));
  const random = new Random(4);
  const noise = (length: number): Buffer =>
    Buffer.from(Array.from({ length }, () => random.integer(256)));
  const attacks: Buffer[] = [
    Buffer.from('GET / HTTP/1.1\r\nHost: learner\r\n\r\n'),
    noise(10),
    noise(5000),
    Buffer.concat([Buffer.from([0xff]), noise(500)]), // begins like ZeroMQ's greeting
  ];
  for (const bytes of attacks) {
    await sendRaw(port, bytes);
    await learner.play(5);
  }
  const stranger = new Dealer({ linger: 0 });
  closing.push(() => {
    stranger.close();
  });
  stranger.connect(hub.address);
  for (const length of [0, 1, 30, 3000]) await stranger.send(noise(length));
  await stranger.send(Array.from({ length: 300 }, () => noise(2)));
  await stranger.send(Buffer.from('81a474797065a9686561727462656174', 'hex')); // a heartbeat
  await stranger.send(Buffer.alloc(1_000_001)); // libzmq cuts the connection
  await until(() => hub.faults.byReason.connection > 0 && hub.faults.byReason.stranger > 0);
  await learner.play(20);

  const { byReason } = hub.faults;
  expect(byReason.handshake).toBeGreaterThanOrEqual(2);
  expect(byReason.header + byReason.oversized).toBeGreaterThanOrEqual(5);
  const logged = events.filter((event) => event.type === 'fault').map((e) => e.fault.peer);
  expect(new Set(logged).size).toBe(logged.length); // once per peer
  expect(logged.length).toBeGreaterThanOrEqual(3);
  expect(events.some((event) => event.type === 'lost')).toBe(false);
});

async function sendRaw(port: number, bytes: Buffer): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // the learner may cut it first
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.resume().end(bytes);
  await new Promise((resolve) => socket.once('close', resolve));
}
