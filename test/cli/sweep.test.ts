import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { formatConfig } from '../../src/cli/loadConfig.js';
import { sweep } from '../../src/cli/sweep/sweep.js';
import { claimSweepFolder } from '../../src/cli/sweep/sweepFolder.js';
import { planSweep } from '../../src/cli/sweep/sweepPlan.js';
import type { PlannedTrial } from '../../src/cli/sweep/sweepPlan.js';
import { trialState } from '../../src/cli/sweep/trialState.js';
import { lockRunFolder, readSummary, writeSummary } from '../../src/metrics/index.js';
import { writeTrialFile } from '../../src/sweep/index.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { checkpointsOf, runProgram, updatesOf, waitUntil } from './program.js';
import type { Running } from './program.js';
import {
  killAndStartAgain,
  startSweep,
  sweepTo,
  TOTAL_FRAMES,
  trialsIn,
  writeSweep,
} from './tinySweep.js';

const folder = useTemporaryFolder();
const started: Running[] = [];

afterEach(() => {
  for (const running of started.splice(0)) if (running.isRunning()) running.killGroup('SIGKILL');
});

const start = (...args: readonly string[]): Running => {
  const running = startSweep(...args);
  started.push(running);
  return running;
};

/** Some ten short trainings. */
const LONG = { timeout: 600_000 };

/** Writes what a trial that has come to its end leaves, as far as a sweep looks at it. */
function writeDone({ path, config, record }: PlannedTrial): void {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'config.yaml'), formatConfig(config));
  writeTrialFile(path, record);
  const { totalFrames: frames, seed } = config;
  writeSummary(join(path, 'summary.json'), {
    ...{ version: '0.0.0', engine: 'cpu', seed, frames, steps: frames / 4, updates: 1 },
    ...{ episodes: 0, meanReturn: null, framesPerSecond: 1, seconds: 1, secondsSpent: {} },
    ...{ droppedMessages: 0, startedAt: NOON, endedAt: NOON },
  });
}

const NOON = '2026-01-01T12:00:00.000Z';

// Four seeds in test/learn.
test('2 seeds × 2 arms, killed and started again, end in the same bytes', LONG, async () => {
  await killAndStartAgain(folder.at(), [1, 2]);
});

test('one trial by its index; SIGTERM ends it in order and not as a success', async () => {
  const file = writeSweep(
    folder.at(),
    [7],
    'levels: [{ id: RlTools/SeekAvoidArena-v0, totalFrames: 12000 }]',
  );
  const out = folder.at('out');
  const running = start(file, ...sweepTo(out, '--index', '1'));
  const run = join(out, 'trials', '0001-a2c+cpc');
  await waitUntil(() => updatesOf(run) >= 3, running);
  running.kill('SIGTERM');
  const { code, stderr } = await running.ended;
  expect(code).toBe(1);
  expect(stderr).toContain('of 12000 frames. The same command goes on.');
  expect(checkpointsOf(run).at(-1)).toBe(readSummary(join(run, 'summary.json')).frames);
  expect(trialsIn(out)).toEqual(['0001-a2c+cpc']);
  const request = { out, index: 2, parallel: 1, list: false, endWithParent: false };
  const outside = sweep(file, request, () => new AbortController().signal);
  await expect(outside).rejects.toThrow('--index 2: expected 0 to 1');
});

test('Ctrl-C ends the trials in order; a failing or held trial does not stop the others', async () => {
  const file = writeSweep(folder.at(), [1, 2]);
  const out = folder.at('out');
  const trial = (name: string): string => join(out, 'trials', name);
  mkdirSync(trial('0000-a2c'), { recursive: true });
  writeFileSync(join(trial('0000-a2c'), 'notes.txt'), 'mine');
  mkdirSync(trial('0001-a2c+cpc'), { recursive: true });
  const lock = lockRunFolder(trial('0001-a2c+cpc'));
  writeDone(planSweep(file, out).trials[3]!);

  const running = start(file, ...sweepTo(out));
  await waitUntil(() => updatesOf(trial('0002-a2c')) >= 1, running);
  running.killGroup('SIGINT'); // as a terminal does
  const stopped = await running.ended;
  expect(stopped.code).toBe(1);
  expect(checkpointsOf(trial('0002-a2c'))).not.toEqual([]);

  const { code, stderr } = await runProgram(['sweep', file, ...sweepTo(out)]);
  expect(code).toBe(1);
  expect(stderr).toContain('1 of 4 trials failed');
  expect(stderr).toMatch(/trial 0 \(a2c, .*\): failed \(exit code 1\); see .*0000-a2c\.log/);
  expect(stderr).toMatch(/trial 1 \(a2c\+cpc, .*\): another process works on it/);
  expect(stderr).toMatch(/trial 2 \(a2c, .*\): goes on at \d+ frames/);
  expect(stderr).toMatch(/trial 2 \(a2c, .*\): done, mean return/);
  expect(stderr).toContain('4 trials, 1 of them done.');
  expect(readFileSync(join(out, 'logs', '0000-a2c.log'), 'utf8')).toContain(
    'expected a new or empty folder',
  );
  expect(readdirSync(trial('0000-a2c'))).toEqual(['notes.txt']);
  lock.release();
});

describe('a sweep file that changed', () => {
  test('is accepted where it adds trials, and refused where it changes those begun', () => {
    const file = writeSweep(folder.at(), [1]);
    const out = folder.at('out');
    const text = readFileSync(file, 'utf8');
    claimSweepFolder(planSweep(file, out));
    writeDone(planSweep(file, out).trials[0]!);
    writeFileSync(file, text.replace('seeds: [1]', 'seeds: [1, 2]'));
    claimSweepFolder(planSweep(file, out));
    const states = planSweep(file, out).trials.map((trial) => trialState(trial).kind);
    expect(states).toEqual(['done', 'new', 'new', 'new']);
    expect(readFileSync(join(out, 'sweep.yaml'))).toEqual(readFileSync(file));

    const refused: [change: string, by: string, said: string][] = [
      ['seeds: [1]', 'seeds: [3]', 'other settings (seed)'],
      [`totalFrames: ${TOTAL_FRAMES}`, 'totalFrames: 4000', 'other settings (totalFrames)'],
      ['set:', 'set:\n  agent: { discount: 0.5 }', 'other settings (agent)'],
      ['  a2c: {', '  plain: {', 'got one that it does not have'],
    ];
    for (const [change, by, said] of refused) {
      writeFileSync(file, text.replace(change, by));
      expect(() => {
        claimSweepFolder(planSweep(file, out));
      }, by).toThrow(said);
    }
    writeFileSync(file, text.replace('processes: 1', 'processes: 2')); // changes no result
    expect(trialState(planSweep(file, out).trials[0]!).kind).toBe('done');
  });
});

describe('every trial is checked before the first begins', () => {
  test.each([
    ['arms: { b: { agent: { learningRte: 1 } } }', 'agent.learningRte: unknown key'],
    ['arms: { b: { auxiliary: { cpc: { steps: 10 } } } }', 'must be below agent.unrollLength'],
    ['levels: [{ id: RlTools/Nowhere-v0 }]', 'RlTools/Nowhere-v0'],
    ['levels: [{ id: RlTools/SeekAvoidArena-v0, options: { wdth: 3 } }]', 'wdth'],
    ['serch: {}', 'serch: unknown key'],
    ['arms: { 1st: {} }', 'arms.1st: expected a name of letters, digits'],
    [
      'search: { agent.entropyCost: { loguniform: { from: 1, to: 2 } } }\ndraws: 1',
      'Did you mean search.agent.entropyCost.logUniform?',
    ],
  ])('%s', (more, message) => {
    const file = writeSweep(folder.at(), [1]);
    const text = readFileSync(file, 'utf8');
    const kept = more.startsWith('arms:') ? text.replace(/arms:\n.*\n.*\n/, '') : text;
    writeFileSync(file, `${kept}\n${more}\n`);
    expect(() => planSweep(file, folder.at('out'))).toThrow(message);
  });

  test('a base that is not there', () => {
    const file = writeSweep(folder.at(), [1]);
    writeFileSync(file, readFileSync(file, 'utf8').replace('base: tiny.yaml', 'base: no.yaml'));
    expect(() => planSweep(file)).toThrow(
      'no.yaml: expected a configuration file, got nothing there',
    );
  });
});
