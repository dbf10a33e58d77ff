import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../examples/run.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-ts-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("rl-ts's PPO, as npm has it, trains with CPC", async () => {
  const csv = join(folder, 'returns.csv');
  const args = [program, 'rl-ts', '--epochs', '2', '--cpc', '1', '--csv', csv];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const lines = readFileSync(csv, 'utf8').trimEnd().split('\n');
  expect(lines[0]).toBe('arm,seed,epoch,return');
  expect(lines.slice(1)).toEqual([
    expect.stringMatching(/^ppo\+cpc,1,1,\d+\.\d$/),
    expect.stringMatching(/^ppo\+cpc,1,2,\d+\.\d$/),
  ]);
  const losses = [...stdout.matchAll(/CPC (\S+) nats/g)].map(([, loss]) => Number(loss));
  expect(losses).toHaveLength(2);
  expect(losses[1]).toBeLessThan(Math.log(16)); // 16 sequences of 64 steps
}, 600_000); // machines that test are busy
