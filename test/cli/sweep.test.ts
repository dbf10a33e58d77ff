import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { formatConfig } from '../../src/cli/loadConfig.js';
import { listTrials } from '../../src/cli/sweep/listTrials.js';
import { sweep } from '../../src/cli/sweep/sweep.js';
import { claimSweepFolder } from '../../src/cli/sweep/sweepFolder.js';
import { planSweep } from '../../src/cli/sweep/sweepPlan.js';
import type { PlannedTrial } from '../../src/cli/sweep/sweepPlan.js';
import { trialState } from '../../src/cli/sweep/trialState.js';
import { lockRunFolder, readSummary, writeSummary } from '../../src/metrics/index.js';
import { readTrialFile, writeTrialFile } from '../../src/sweep/index.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import {
  checkpointsOf,
  descendantsOf,
  FRAMES_PER_UPDATE,
  isAlive,
  resultOf,
  runProgram,
  startProgram,
  updatesOf,
  waitUntil,
  writeTinyConfig,
} from './program.js';
import type { Running } from './program.js';

const folder = useTemporaryFolder();
const started: Running[] = [];

afterEach(() => {
  for (const running of started.splice(0)) if (running.isRunning()) running.killGroup('SIGKILL');
});

/** Some twenty short trainings. */
const LONG = { timeout: 600_000 };

const UPDATES = 12;
const TOTAL_FRAMES = UPDATES * FRAMES_PER_UPDATE;
const ARMS = ['a2c', 'a2c+cpc'];

/** Writes a sweep over the tiny configuration; returns its path. */
function writeSweep(seeds: readonly number[], more = ''): string {
  writeTinyConfig(folder.at());
  const path = folder.at('sweep.yaml');
  writeFileSync(
    path,
    `name: tiny
base: tiny.yaml
set:
  totalFrames: ${TOTAL_FRAMES}
  actors: { processes: 1 }
  checkpoint: { intervalSeconds: 0.05 }
arms:
  a2c: { auxiliary: { cpc: null } }
  a2c+cpc: {}
seeds: [${seeds.join(', ')}]
${more}`,
  );
  return path;
}

const trialsIn = (out: string): string[] => {
  const trials = join(out, 'trials');
  return existsSync(trials) ? readdirSync(trials).sort() : [];
};

/** What every trial has learned and seen, `episodes.csv` first of all. */
function resultsIn(out: string): Record<string, Record<string, string>> {
  const results = trialsIn(out).map((name) => [name, resultOf(join(out, 'trials', name))] as const);
  return Object.fromEntries(results);
}

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

/** Updates of all trials together. */
function updatesIn(out: string): number {
  return trialsIn(out)
    .map((name) => updatesOf(join(out, 'trials', name)))
    .reduce((sum, updates) => sum + updates, 0);
}

function startSweep(...args: readonly string[]): Running {
  const running = startProgram(['sweep', ...args], process.cwd(), { ownGroup: true });
  started.push(running);
  return running;
}

const sweepTo = (out: string, ...more: string[]): string[] => ['--out', out, ...more];

test('4 seeds × 2 arms, killed and started again, end in the same bytes', LONG, async () => {
  const file = writeSweep([1, 2, 3, 4]);
  const [whole, killed] = [folder.at('whole'), folder.at('killed')];
  const ended = await runProgram(['sweep', file, ...sweepTo(whole, '--parallel', '2')]);
  expect(ended).toMatchObject({ code: 0, stdout: `Sweep of 8 trials: ${whole}\n` });

  const running = startSweep(file, ...sweepTo(killed, '--parallel', '2'));
  await waitUntil(() => updatesIn(killed) >= 2.5 * UPDATES, running);
  const all = descendantsOf(running.pid);
  running.killGroup('SIGKILL'); // the sweep and its learners; actors are in groups of their own
  await running.ended;
  await waitUntil(() => all.every((pid) => !isAlive(pid)));
  expect(all.length).toBeGreaterThan(1);
  expect(updatesIn(killed)).toBeLessThan(8 * UPDATES);
  expect((await runProgram(['sweep', file, ...sweepTo(killed)])).code).toBe(0);

  expect(trialsIn(whole)).toEqual(
    [0, 1, 2, 3].flatMap((n) => ARMS.map((arm, i) => `000${2 * n + i}-${arm}`)),
  );
  expect(resultsIn(killed)).toEqual(resultsIn(whole));
  const results = Object.values(resultsIn(whole));
  // No two trials are the same training; in so few updates the arms of a seed still act alike.
  expect(new Set(results.map(({ weights }) => weights)).size).toBe(8);
  expect(new Set(results.map(({ episodes }) => episodes)).size).toBeGreaterThanOrEqual(4);
  expect(results.every(({ episodes }) => episodes!.split('\n').length > 10)).toBe(true);
  expect(readFileSync(join(whole, 'sweep.yaml'))).toEqual(readFileSync(file));
  expect(readTrialFile(join(whole, 'trials', '0003-a2c+cpc'))).toMatchObject({
    format: 1,
    sweep: 'tiny',
    index: 3,
    arm: 'a2c+cpc',
    level: 'RlTools/SeekAvoidArena-v0',
    draw: 0,
    seed: 2,
    hyperparameters: {},
    command: expect.stringMatching(/^npx cpc-rl sweep .*sweep\.yaml --index 3$/) as string,
  });

  const again = await runProgram(['sweep', file, ...sweepTo(whole)]);
  expect(again.stderr).toContain('8 trials, 8 of them done.');
  expect(again.stderr).not.toContain('begins');
  const lines = listTrials(planSweep(file, whole)).split('\n');
  expect(lines[4]).toMatch(/^3 +a2c\+cpc +\S+ +0 +2 +2400\/2400 +done$/);
});

test('one trial by its index; SIGTERM ends it in order and not as a success', async () => {
  const file = writeSweep([7], 'levels: [{ id: RlTools/SeekAvoidArena-v0, totalFrames: 12000 }]');
  const out = folder.at('out');
  const running = startSweep(file, ...sweepTo(out, '--index', '1'));
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
  const file = writeSweep([1, 2]);
  const out = folder.at('out');
  const trial = (name: string): string => join(out, 'trials', name);
  mkdirSync(trial('0000-a2c'), { recursive: true });
  writeFileSync(join(trial('0000-a2c'), 'notes.txt'), 'mine');
  mkdirSync(trial('0001-a2c+cpc'), { recursive: true });
  const lock = lockRunFolder(trial('0001-a2c+cpc'));
  writeDone(planSweep(file, out).trials[3]!);

  const running = startSweep(file, ...sweepTo(out));
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
    const file = writeSweep([1]);
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
    const file = writeSweep([1]);
    const text = readFileSync(file, 'utf8');
    const kept = more.startsWith('arms:') ? text.replace(/arms:\n.*\n.*\n/, '') : text;
    writeFileSync(file, `${kept}\n${more}\n`);
    expect(() => planSweep(file, folder.at('out'))).toThrow(message);
  });

  test('a base that is not there', () => {
    const file = writeSweep([1]);
    writeFileSync(file, readFileSync(file, 'utf8').replace('base: tiny.yaml', 'base: no.yaml'));
    expect(() => planSweep(file)).toThrow(
      'no.yaml: expected a configuration file, got nothing there',
    );
  });
});
