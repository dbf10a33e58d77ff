import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { meanWithInterval } from '../../src/cli/evaluate.js';
import type { Evaluation } from '../../src/cli/evaluate.js';
import { evaluateRuns } from '../../src/cli/evaluateRuns.js';
import { FRAMES_PER_UPDATE, runProgram, writeTinyConfig } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-evaluate-'));
const at = (name: string): string => join(folder, name);

/** The same training three times over, as another seed's and as one without CPC. */
beforeAll(async () => {
  const frames = ['--set', `totalFrames=${2 * FRAMES_PER_UPDATE}`, '--set', 'actors.processes=1'];
  await runProgram(['train', writeTinyConfig(folder), '--out', at('runs/cpc-1'), ...frames]);
  for (const [name, change, by] of [
    ['cpc-2', 'seed: 7', 'seed: 8'],
    ['plain', /auxiliary:\n( {2}.*\n)+/, 'auxiliary: {}\n'],
  ] as const) {
    cpSync(at('runs/cpc-1'), at(`runs/${name}`), { recursive: true });
    const config = join(at(`runs/${name}`), 'config.yaml');
    writeFileSync(config, readFileSync(config, 'utf8').replace(change, by));
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const FLAGS = { episodes: 6, seed: 12_345, policy: 'both', json: true } as const;

interface Several {
  readonly evaluations: (Evaluation & { arm: string })[];
  readonly scores: {
    arm: string;
    policy: string;
    runs: number;
    meanReturn: number;
    interval: unknown;
  }[];
}

test('several runs and both policies: a row each, and the mean of each arm', async () => {
  const { evaluations, scores } = JSON.parse(await evaluateRuns([at('runs')], FLAGS)) as Several;
  expect(evaluations.map(({ run, arm, policy }) => [run, arm, policy])).toEqual([
    [at('runs/cpc-1'), 'a2c+cpc', 'sampled'],
    [at('runs/cpc-1'), 'a2c+cpc', 'greedy'],
    [at('runs/cpc-2'), 'a2c+cpc', 'sampled'],
    [at('runs/cpc-2'), 'a2c+cpc', 'greedy'],
    [at('runs/plain'), 'a2c', 'sampled'],
    [at('runs/plain'), 'a2c', 'greedy'],
  ]);
  for (const { meanReturn, interval, frames, randomReturn } of evaluations) {
    expect(frames).toBe(2 * FRAMES_PER_UPDATE);
    expect(interval[0]).toBeLessThanOrEqual(meanReturn);
    expect(interval[1]).toBeGreaterThanOrEqual(meanReturn);
    expect(randomReturn).toBe(evaluations[0]!.randomReturn); // the same episodes and dice
  }
  expect(scores.map(({ arm, policy, runs }) => [arm, policy, runs])).toEqual([
    ['a2c+cpc', 'sampled', 2],
    ['a2c+cpc', 'greedy', 2],
    ['a2c', 'sampled', 1],
    ['a2c', 'greedy', 1],
  ]);
  expect(scores.map(({ interval }) => interval === null)).toEqual([false, false, true, true]);
  const [first, , second] = evaluations;
  expect(scores[0]!.meanReturn).toBeCloseTo((first!.meanReturn + second!.meanReturn) / 2, 12);
});

test('a film of the first episode, for one run and one policy only', async () => {
  const video = at('film.gif');
  const flags = { ...FLAGS, episodes: 2, json: false, video };
  const text = await evaluateRuns([at('runs/plain')], { ...flags, policy: 'greedy' });
  expect(text).toContain('trained agent (greedy)');
  const bytes = readFileSync(video).toString('latin1');
  // Each frame has a graphic control extension (GIF89a §23); an episode has 15 steps.
  expect(bytes.split('\x21\xf9\x04').length - 1).toBe(15);
  await expect(evaluateRuns([at('runs/plain')], flags)).rejects.toThrow(
    "--video: expected one run and one policy, got 1 runs and 'both'",
  );
});

describe('figures', () => {
  test('a mean and its interval: against the normal approximation', () => {
    // 400 values of variance 1/4: the mean has a standard error of 1/40.
    const { value, interval } = meanWithInterval(Array.from({ length: 400 }, (_, i) => i % 2));
    expect(value).toBe(0.5);
    expect(interval[0]).toBeCloseTo(0.5 - 1.96 / 40, 2);
    expect(interval[1]).toBeCloseTo(0.5 + 1.96 / 40, 2);
  });
});
