import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ActorHub } from '../../src/learner/index.js';
import { readMetrics, readSummary } from '../../src/metrics/index.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import {
  childrenOf,
  isAlive,
  runProgram,
  startProgram,
  TOTAL_FRAMES,
  updatesOf,
  waitUntil,
  writeTinyConfig,
} from './program.js';
import type { Running } from './program.js';

const folder = useTemporaryFolder();
const started: Running[] = [];

afterEach(() => {
  for (const running of started.splice(0)) if (running.isRunning()) running.kill('SIGKILL');
});

function start(args: readonly string[]): Running {
  const running = startProgram(args);
  started.push(running);
  return running;
}

/** A training that has made its first updates, with two actors. */
async function training(run: string, ...more: string[]): Promise<Running> {
  const running = start(['train', writeTinyConfig(folder.at()), '--out', run, ...more]);
  await waitUntil(() => updatesOf(run) >= 5, running);
  return running;
}

describe('an actor process that dies', () => {
  test('is said, is replaced, and training goes on to its end', async () => {
    const run = folder.at('run');
    const running = await training(run);
    const [victim] = childrenOf(running.pid);
    process.kill(victim!, 'SIGKILL');
    const { code, stderr } = await running.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(
      new RegExp(`actor \\d \\(pid ${victim!}\\) ended by SIGKILL; restarting`),
    );
    expect(stderr).toMatch(new RegExp(`lost actor \\d \\(pid ${victim!} on .*\\): its connection`));
    expect(stderr).toMatch(/actor \d \(pid \d+ on .*\) has taken over \d environments/);
    expect(readSummary(join(run, 'summary.json'))).toMatchObject({
      frames: TOTAL_FRAMES,
      droppedMessages: 0,
    });
    for (const line of readMetrics(join(run, 'metrics.jsonl'))) {
      expect(Number.isFinite(line.loss), `loss of update ${line.updates}`).toBe(true);
    }
  });
});

describe('a learner that dies', () => {
  test('takes its actors with it', async () => {
    const running = await training(folder.at('run'));
    const actors = childrenOf(running.pid);
    expect(actors).toHaveLength(2);
    running.kill('SIGKILL');
    await running.ended;
    await waitUntil(() => !actors.some(isAlive));
  });

  test('leaves a run that can be resumed', async () => {
    const run = folder.at('run');
    const running = await training(run); // before its first checkpoint
    running.kill('SIGKILL');
    await running.ended;
    const config = writeTinyConfig(folder.at());
    expect(await runProgram(['train', config, '--out', run, '--resume'])).toMatchObject({
      code: 0,
    });
    const updates = readMetrics(join(run, 'metrics.jsonl')).map((line) => line.updates);
    expect(updates).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });
});

describe('an actor of its own', () => {
  test('that cannot build what it is asked for tells the learner, and ends', async () => {
    const said: string[] = [];
    const hub = await ActorHub.listen({
      env: { id: 'Test/Nowhere-v0', count: 2 },
      processes: 1,
      seed: 1,
      runId: 'test',
      onEvent: ({ message }) => said.push(message),
    });
    try {
      // Its input stays open, as a learner's pipe does.
      const actor = start(['actor', '--connect', hub.address, '--end-with-parent']);
      const { code, stderr } = await actor.ended;
      expect(code).toBe(1);
      expect(stderr).toContain("no environment 'Test/Nowhere-v0' is registered");
      await waitUntil(() => said.length > 0);
      expect(said[0]).toMatch(/lost actor 0 .*Test\/Nowhere-v0/);
    } finally {
      await hub.close();
    }
  });

  test('joins a training that does not start its own, over tcp', async () => {
    const run = folder.at('run');
    const running = start([
      ...['train', writeTinyConfig(folder.at()), '--out', run],
      ...['--set', 'actors.spawn=false', '--set', 'actors.processes=1'],
      ...['--set', 'transport.bind=tcp://127.0.0.1:*', '--set', 'totalFrames=2000'],
    ]);
    const address = /Waiting for 1 actors at (tcp:\S+)/;
    await waitUntil(() => address.test(running.stderr()), running);
    expect(childrenOf(running.pid)).toEqual([]);
    const actor = start(['actor', '--connect', address.exec(running.stderr())![1]!]);
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(readSummary(join(run, 'summary.json')).frames).toBe(2000);
    expect(await actor.ended).toMatchObject({ code: 0 });
  });
});

test('a signal ends a training that still waits for its actors', async () => {
  const run = folder.at('run');
  const running = start([
    ...['train', writeTinyConfig(folder.at()), '--out', run],
    ...['--set', 'actors.spawn=false'],
  ]);
  await waitUntil(() => running.stderr().includes('Waiting for 2 actors'), running);
  running.kill('SIGINT');
  expect(await running.ended).toMatchObject({ code: 0, stdout: `Stopped early: ${run}\n` });
});
