import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FRAMES_PER_UPDATE, runProgram, writeTinyConfig } from './program.js';
import type { Ended } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-output-'));
const run = join(folder, 'run');
const config = writeTinyConfig(folder);

beforeAll(async () => {
  const frames = `totalFrames=${2 * FRAMES_PER_UPDATE}`;
  await runProgram(['train', config, '--out', run, '--set', frames]);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const figure = z.number().positive();

/** Standard output as JSON: one line, nothing beside it. */
function json({ code, stdout }: Ended): unknown {
  expect(code).toBe(0);
  expect(stdout.indexOf('\n')).toBe(stdout.length - 1);
  return JSON.parse(stdout);
}

describe('evaluate', () => {
  const evaluate = (...more: string[]): Promise<Ended> => {
    return runProgram(['evaluate', run, '--episodes', '18', ...more]);
  };

  test('--json prints the contract, and the same for the same seed', async () => {
    const [first, again, other] = await Promise.all([
      evaluate('--json'),
      evaluate('--json'),
      evaluate('--json', '--seed', '3'),
    ]);
    const result = json(first);
    expect(result).toMatchObject({
      level: 'RlTools/SeekAvoidArena-v0',
      episodes: 18,
      meanReturn: expect.any(Number) as number,
      standardError: expect.any(Number) as number,
      randomReturn: expect.any(Number) as number,
      seed: 12_345,
    });
    expect(again.stdout).toBe(first.stdout);
    expect(json(other)).toMatchObject({ seed: 3 });
    expect(other.stdout).not.toBe(first.stdout);
    // 18 whole episodes with rewards of ±1: means are eighteenths.
    const { meanReturn, randomReturn } = result as { meanReturn: number; randomReturn: number };
    for (const mean of [meanReturn, randomReturn]) {
      expect(18 * mean).toBeCloseTo(Math.round(18 * mean), 9);
    }
  });

  test('speaks to people otherwise', async () => {
    const { stdout } = await evaluate();
    expect(stdout).toMatch(
      /^RlTools\/SeekAvoidArena-v0, 18 episodes: trained agent \(sampled\) -?\d+\.\d\d \[-?\d+\.\d\d, -?\d+\.\d\d\], random policy -?\d+\.\d\d \(mean return, 95 % interval\)\n$/,
    );
  });

  test('needs a run with a checkpoint', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const { code, stdout, stderr } = await runProgram(['evaluate', empty]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(
      `cpc-rl: ${empty}: expected a run, a sweep or a folder with such in it`,
    );
  });
});

test('watch writes an animation of the agent', async () => {
  const gif = join(folder, 'agent.gif');
  const { code, stdout } = await runProgram(['watch', run, '--out', gif, '--steps', '5']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${gif}\n` });
  const bytes = readFileSync(gif);
  expect(bytes.subarray(0, 6).toString('latin1')).toBe('GIF89a');
  // Each frame has a graphic control extension (GIF89a §23): 0x21 0xF9 0x04.
  const frames = bytes.toString('latin1').split('\x21\xf9\x04').length - 1;
  expect(frames).toBeGreaterThanOrEqual(4);
  expect(frames).toBeLessThanOrEqual(5);
  expect(statSync(gif).size).toBeGreaterThan(1000);
});

describe('bench --json', () => {
  test('env: one entry per level', async () => {
    const result = json(await runProgram(['bench', 'env', '--json', '--repetitions', '1']));
    const entry = z.strictObject({
      level: z.string(),
      width: z.literal(96),
      height: z.literal(72),
      framesPerSecond: figure,
    });
    const { results } = z.strictObject({ results: z.array(entry) }).parse(result);
    expect(results.map(({ level }) => level)).toContain('RlTools/SeekAvoidArena-v0');
    expect(new Set(results.map(({ level }) => level)).size).toBe(results.length);
  });

  test('act: 16 and 64 environments', async () => {
    const result = json(await runProgram(['bench', 'act', '--json', '--repetitions', '1']));
    const entry = z.strictObject({ environments: z.int(), msPerBatch: figure });
    const { results } = z.strictObject({ results: z.array(entry) }).parse(result);
    expect(results.map(({ environments }) => environments)).toEqual([16, 64]);
  });

  test('learner: the figures of one update', async () => {
    const only = ['--batch', '8', '--cpc', 'batch', '--repetitions', '1'];
    const result = json(await runProgram(['bench', 'learner', '--json', ...only]));
    const entry = z.strictObject({
      unroll: z.literal(100),
      batch: z.literal(8),
      cpc: z.literal('batch'),
      steps: z.literal(30),
      torso: z.literal('shallow'),
      anchorStride: z.literal(1),
      msPerUpdate: figure,
      framesPerSecond: figure,
      startSeconds: figure,
      peakMegabytes: figure,
    });
    const { results } = z.strictObject({ results: z.array(entry).length(1) }).parse(result);
    const { msPerUpdate, framesPerSecond } = results[0]!;
    // T·B observations per update; msPerUpdate is rounded to a tenth.
    expect(framesPerSecond * msPerUpdate).toBeCloseTo(1000 * 100 * 8, -3);
  });
});

describe('what cannot be understood goes to standard error', () => {
  test.each([
    [['train', '/nowhere.yaml'], 'cpc-rl: /nowhere.yaml: expected a configuration file'],
    [['trian', 'x'], "error: unknown command 'trian'"],
    [['evaluate', 'x', '--episodes', '0'], 'expected a whole number of 1 or more'],
    [['train', 'x', '--seed', '-1'], 'expected a whole number of 0 or more'],
    [['bench', 'everything'], 'expected env, learner, act'],
    [['actor', '--connect', 'nonsense'], 'cpc-rl: --connect: '],
    [
      ['train', config, '--set', 'env.id=RlTools/SeekAvoidArna-v0'],
      "cpc-rl: make: no environment 'RlTools/SeekAvoidArna-v0' is registered; nearest: 'RlTools/SeekAvoidArena-v0'",
    ],
    [
      ['train', config, '--set', 'env.options.size=tiny'],
      "option 'size' must be one of 'full', 'small', got \"tiny\"",
    ],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runProgram(args, folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m); // no stack: the mistake is not the program's
    expect(existsSync(join(folder, 'runs'))).toBe(false); // and no folder left behind
  });
});
