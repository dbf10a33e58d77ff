import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { evenEpisodes, LEVEL, writeRun } from '../compare/runFolders.js';
import { runProgram } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-compare-cli-'));

beforeAll(() => {
  [1, 2, 3, 4, 10].forEach((score, i) => {
    writeRun(join(folder, `a2c-${i}`), { seed: i, episodes: evenEpisodes(1000, score) });
    writeRun(join(folder, `cpc-${i}`), {
      seed: i,
      auxiliary: { cpc: {} },
      episodes: evenEpisodes(1000, score + 1),
    });
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const interval = z.tuple([z.number(), z.number()]);

/** What other programs may rely on; more keys may come. */
const contract = z.looseObject({
  levels: z.record(
    z.string(),
    z.looseObject({
      arms: z.record(
        z.string(),
        z.looseObject({
          seeds: z.array(z.number()),
          iqm: z.number(),
          iqmInterval: interval,
          mean: z.number(),
          areaUnderCurve: z.number(),
        }),
      ),
    }),
  ),
  probabilityOfImprovement: z.array(
    z.looseObject({ arm: z.string(), over: z.string(), value: z.number(), interval }),
  ),
});

test('--json prints one line that keeps the contract, and the same again', async () => {
  const args = ['compare', folder, '--json', '--replications', '100'];
  const [first, again] = await Promise.all([runProgram(args), runProgram(args)]);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout.indexOf('\n')).toBe(first.stdout.length - 1);
  expect(again.stdout).toBe(first.stdout);
  const { levels, probabilityOfImprovement } = contract.parse(JSON.parse(first.stdout));
  expect(levels[LEVEL]!.arms.a2c).toMatchObject({ seeds: [1, 2, 3, 4, 10], iqm: 3, mean: 4 });
  expect(levels[LEVEL]!.arms['a2c+cpc']).toMatchObject({ seeds: [2, 3, 4, 5, 11], iqm: 4 });
  expect(probabilityOfImprovement[0]).toMatchObject({ arm: 'a2c+cpc', over: 'a2c' });
});

test('speaks to people otherwise, with all runs, intervals and notes', async () => {
  const scores = join(folder, 'scores.yaml');
  writeFileSync(scores, `- {level: ${LEVEL}, options: {size: small}, random: 1, human: 5}\n`);
  const one = join(folder, 'a2c-0');
  const args = ['compare', one, join(folder, 'cpc-1'), '--scores', scores, '--frames-to', '1'];
  const { code, stdout, stderr } = await runProgram(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // One run each, so intervals are points.
  expect(stdout)
    .toBe(`RlTools/SeekAvoidArena-v0 (size: small), 1,000 frames, random 1.00, human 5.00
arm      runs                IQM               mean   area under curve                     frames to 1.00
a2c         1  1.00 [1.00, 1.00]  1.00 [1.00, 1.00]  1.00 [1.00, 1.00]  never [never, never] 0/1 reach it
a2c+cpc     1  3.00 [3.00, 3.00]  3.00 [3.00, 3.00]  3.00 [3.00, 3.00]  never [never, never] 0/1 reach it
all runs:
  a2c: 1.00
  a2c+cpc: 3.00
P(a2c+cpc > a2c) = 1.00 [1.00, 1.00]

Over RlTools/SeekAvoidArena-v0, human-normalised (0: random policy here, 1: people on the original level)
arm                    IQM             median               mean     optimality gap
a2c      0.00 [0.00, 0.00]  0.00 [0.00, 0.00]  0.00 [0.00, 0.00]  1.00 [1.00, 1.00]
a2c+cpc  0.50 [0.50, 0.50]  0.50 [0.50, 0.50]  0.50 [0.50, 0.50]  0.50 [0.50, 0.50]

Scores: mean unclipped return over the last 10% of the frames. In brackets: 95% stratified bootstrap intervals, 10,000 resamples.

Notes
- RlTools/SeekAvoidArena-v0: a2c has only 1 run: intervals are rough and likely too narrow.
- RlTools/SeekAvoidArena-v0: a2c+cpc has only 1 run: intervals are rough and likely too narrow.
- RlTools/SeekAvoidArena-v0: a2c lacks 1 that other arms have (seed 1).
- RlTools/SeekAvoidArena-v0: a2c+cpc lacks 1 that other arms have (seed 0).
`);
});

test.each([
  [['/nowhere'], 'cpc-rl: /nowhere: expected the folder of a run or a sweep, got nothing there'],
  [[folder, '--frames', '0'], 'expected a whole number of 1 or more'],
  [[folder, '--tuning-seeds', '1'], 'cpc-rl: --tuning-seeds: expected --draw best beside it'],
  [[folder, '--frames-to', '1', '--frames-to', '2'], 'cpc-rl: --frames-to: expected one score, or'],
])('compare %j is refused', async (args, message) => {
  const { code, stdout, stderr } = await runProgram(['compare', ...args]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
