import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFailed, test } from 'vitest';
import { readSummary } from '../../src/metrics/index.js';
import { RawActor } from '../learner/hubRawActor.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { runProgram, startProgram, updatesOf, waitUntil, writeTinyConfig } from './program.js';
import type { Running } from './program.js';

/** Trainings whose actors come over tcp, as from another machine. */

const folder = useTemporaryFolder();
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function start(args: readonly string[]): Running {
  const running = startProgram(args);
  onTestFailed(() => {
    const state = running.isRunning() ? 'still runs' : 'has ended';
    console.error(`cpc-rl ${args[0]} ${state}; it wrote:\n${running.stderr()}`);
  });
  closing.push(() => {
    if (running.isRunning()) running.kill('SIGKILL');
  });
  return running;
}

/** A training that waits for one actor at a tcp address, and that address. */
async function waitingTraining(
  run: string,
  ...set: string[]
): Promise<{ running: Running; address: string }> {
  const settings = [
    ...['actors.spawn=false', 'actors.processes=1', 'transport.bind=tcp://127.0.0.1:*'],
    ...set,
  ];
  const config = writeTinyConfig(folder.at());
  const flags = settings.flatMap((setting) => ['--set', setting]);
  const running = start(['train', config, '--out', run, ...flags]);
  const line = /Waiting for 1 actors at (tcp:\S+)/;
  await waitUntil(() => line.test(running.stderr()), running);
  return { running, address: line.exec(running.stderr())![1]! };
}

/** Sends what is no message, then a hello of another version, and waits for the answer to that. */
async function throwGarbageAt(address: string, messages: number): Promise<string> {
  const raw = new RawActor(address);
  closing.push(() => {
    raw.close();
  });
  for (let i = 0; i < messages; i++) {
    const frames = Array.from({ length: 1 + (i % 4) }, () => randomBytes(1 + 997 * i));
    await raw.sendRaw(...frames);
  }
  await raw.send({ type: 'hello', version: 99, actor: 'other', pid: 1 });
  const { header } = await raw.next('refused'); // all before it has been read, too
  return String(header.reason);
}

describe('what is not the protocol, sent to a training', () => {
  test('is counted, said once per sender and dropped; training goes on', async () => {
    const run = folder.at('run');
    const { running, address } = await waitingTraining(run, 'totalFrames=1000000000');
    expect(await throwGarbageAt(address, 20)).toMatch(/99.*1|1.*99/);

    const actor = start(['actor', '--connect', address]);
    await waitUntil(() => updatesOf(run) >= 3, running);
    await throwGarbageAt(address, 20);
    const updates = updatesOf(run);
    await waitUntil(() => updatesOf(run) >= updates + 3, running);
    running.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(stderr.match(/dropped/g)).toHaveLength(2);
    expect(readSummary(join(run, 'summary.json')).droppedMessages).toBe(42);
    expect(await actor.ended).toMatchObject({ code: 0 });
  });
});

describe('CURVE', () => {
  /** Makes a key pair with the program; returns the files of the pair and of its public key. */
  async function keys(name: string): Promise<{ pair: string; publicKey: string }> {
    const [pair, publicKey] = [folder.at(`${name}.key`), folder.at(`${name}.pub`)];
    const { code, stdout } = await runProgram(['keys', pair]);
    expect(code).toBe(0);
    writeFileSync(publicKey, stdout);
    return { pair, publicKey };
  }

  test('lets in an actor whose key is allowed, and no other', async () => {
    const [learner, friend, stranger] = [
      await keys('learner'),
      await keys('friend'),
      await keys('stranger'),
    ];
    const run = folder.at('run');
    const curve = JSON.stringify({ serverKeys: learner.pair, clientKeys: [friend.publicKey] });
    const { running, address } = await waitingTraining(
      run,
      `transport.curve=${curve}`,
      'totalFrames=2000',
    );
    const connect = (own: string): string[] => [
      ...['actor', '--connect', address],
      ...['--keys', own, '--server-key', learner.publicKey],
    ];
    const refused = start(connect(stranger.pair));
    await waitUntil(() => running.stderr().includes('its key is not among the allowed'), running);
    expect(updatesOf(run)).toBe(0);

    const actor = start(connect(friend.pair));
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(await actor.ended).toMatchObject({ code: 0 });
    expect(readSummary(join(run, 'summary.json')).frames).toBe(2000);
    refused.kill('SIGKILL');
  });
});
