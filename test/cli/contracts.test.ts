import { readdirSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Dealer } from 'zeromq';
import { readSummary } from '../../src/metrics/index.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import {
  checkpointsOf,
  runProgram,
  startProgram,
  TOTAL_FRAMES,
  waitUntil,
  writeTinyConfig,
} from './program.js';
import type { Ended } from './program.js';

const folder = useTemporaryFolder();

function train(name: string, ...args: string[]): string[] {
  return ['train', writeTinyConfig(folder.at()), '--out', folder.at(name), ...args];
}

function expectSuccess({ code, stderr }: Ended): void {
  expect(code, stderr).toBe(0);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('garbage on the socket is counted and dropped', async () => {
  const port = await freePort();
  const bind = `transport.bind=tcp://127.0.0.1:${port}`;
  const running = startProgram(train('garbage', '--set', bind));
  await waitUntil(() => checkpointsOf(folder.at('garbage')).length > 0, running);
  const raw = createConnection(port, '127.0.0.1');
  raw.on('error', () => undefined); // the learner may hang up
  raw.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'.repeat(20)));
  const dealer = new Dealer({ linger: 0 });
  dealer.connect(`tcp://127.0.0.1:${port}`);
  for (const bytes of [0, 1, 7, 4096, 100_000]) await dealer.send(Buffer.alloc(bytes, 0xc1));
  await dealer.send([Buffer.from([0x80]), Buffer.alloc(3)]);
  const ended = await running.ended;
  dealer.close();
  raw.destroy();
  expectSuccess(ended);
  const { droppedMessages, frames } = readSummary(join(folder.at('garbage'), 'summary.json'));
  expect(droppedMessages).toBeGreaterThanOrEqual(6);
  expect(frames).toBe(TOTAL_FRAMES);
  expect(ended.stderr.match(/dropped a message/g)?.length).toBeLessThanOrEqual(3); // once per peer
});

test('an unknown level or a wrong option is refused at once, with no folder left behind', async () => {
  const unknown = await runProgram(train('none', '--set', 'env.id=RlTools/SeekAvoidArna-v0'));
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toMatch(/nearest: 'RlTools\/SeekAvoidArena-v0'/);
  const option = await runProgram(train('none', '--set', 'env.options.size=tiny'));
  expect(option.stderr).toMatch(/option 'size' must be one of 'full', 'small', got "tiny"/);
  expect(readdirSync(folder.at())).not.toContain('none');
});

test('evaluate and bench print JSON alone', { timeout: 300_000 }, async () => {
  expectSuccess(await runProgram(train('run', '--set', 'totalFrames=480')));
  const evaluated = await runProgram(['evaluate', folder.at('run'), '--episodes', '4', '--json']);
  expect(JSON.parse(evaluated.stdout)).toMatchObject({
    level: 'RlTools/SeekAvoidArena-v0',
    episodes: 4,
    meanReturn: expect.any(Number) as number,
    randomReturn: expect.any(Number) as number,
  });
  const act = await runProgram(['bench', 'act', '--json', '--repetitions', '2']);
  expect(JSON.parse(act.stdout)).toEqual({
    results: [16, 64].map((environments) => ({
      environments,
      msPerBatch: expect.any(Number) as number,
    })),
  });
  const env = await runProgram(['bench', 'env', '--json', '--repetitions', '1']);
  expect(JSON.parse(env.stdout)).toEqual({
    results: [
      {
        level: 'RlTools/SeekAvoidArena-v0',
        width: 96,
        height: 72,
        framesPerSecond: expect.any(Number) as number,
      },
    ],
  });
  const cell = ['--batch', '2', '--cpc', 'batch'];
  const learner = await runProgram(['bench', 'learner', '--json', '--repetitions', '1', ...cell]);
  expect(JSON.parse(learner.stdout)).toMatchObject({
    results: [{ unroll: 100, batch: 2, cpc: 'batch', msPerUpdate: expect.any(Number) as number }],
  });
});
