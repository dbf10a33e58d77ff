import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { runProgram, writeTinyConfig } from './program.js';
import type { Ended } from './program.js';

const folder = useTemporaryFolder();

function train(name: string, ...args: string[]): string[] {
  return ['train', writeTinyConfig(folder.at()), '--out', folder.at(name), ...args];
}

function expectSuccess({ code, stderr }: Ended): void {
  expect(code, stderr).toBe(0);
}

test('an unknown level or a wrong option is refused at once, with no folder left behind', async () => {
  const unknown = await runProgram(train('none', '--set', 'env.id=RlTools/SeekAvoidArna-v0'));
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toMatch(/nearest: 'RlTools\/SeekAvoidArena-v0'/);
  const option = await runProgram(train('none', '--set', 'env.options.size=tiny'));
  expect(option.stderr).toMatch(/option 'size' must be one of 'full', 'small', got "tiny"/);
  expect(readdirSync(folder.at())).not.toContain('none');
});

const LEVEL_IDS = [
  'RlTools/SeekAvoidArena-v0',
  'RlTools/ExploreGoalLocationsSmall-v0',
  'RlTools/RoomsWatermaze-v0',
  'RlTools/LasertagThreeOpponentsSmall-v0',
  'RlTools/RoomsKeysDoorsPuzzle-v0',
];

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
    results: LEVEL_IDS.map((level) => ({
      ...{ level, width: 96, height: 72 },
      framesPerSecond: expect.any(Number) as number,
    })),
  });
  const cell = ['--batch', '2', '--cpc', 'batch'];
  const learner = await runProgram(['bench', 'learner', '--json', '--repetitions', '1', ...cell]);
  expect(JSON.parse(learner.stdout)).toMatchObject({
    results: [{ unroll: 100, batch: 2, cpc: 'batch', msPerUpdate: expect.any(Number) as number }],
  });
});
