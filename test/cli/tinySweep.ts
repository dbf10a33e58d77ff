import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { listTrials } from '../../src/cli/sweep/listTrials.js';
import { planSweep } from '../../src/cli/sweep/sweepPlan.js';
import { readTrialFile } from '../../src/sweep/index.js';
import {
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

/** Of one trial. */
const UPDATES = 12;
/** Budget of one trial. */
export const TOTAL_FRAMES = UPDATES * FRAMES_PER_UPDATE;
const ARMS = ['a2c', 'a2c+cpc'];

/** Writes a sweep over the tiny configuration into a folder; returns its path. */
export function writeSweep(folder: string, seeds: readonly number[], more = ''): string {
  writeTinyConfig(folder);
  const path = join(folder, 'sweep.yaml');
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

/** Names of the folders of a sweep's trials, in order. */
export const trialsIn = (out: string): string[] => {
  const trials = join(out, 'trials');
  return existsSync(trials) ? readdirSync(trials).sort() : [];
};

/** What every trial has learned and seen, `episodes.csv` first of all. */
function resultsIn(out: string): Record<string, Record<string, string>> {
  const results = trialsIn(out).map((name) => [name, resultOf(join(out, 'trials', name))] as const);
  return Object.fromEntries(results);
}

/** Updates of all trials together. */
function updatesIn(out: string): number {
  return trialsIn(out)
    .map((name) => updatesOf(join(out, 'trials', name)))
    .reduce((sum, updates) => sum + updates, 0);
}

/** Starts `cpc-rl sweep` in a process group of its own; the caller ends it. */
export function startSweep(...args: readonly string[]): Running {
  return startProgram(['sweep', ...args], process.cwd(), { ownGroup: true });
}

/** Arguments that name a sweep's folder. */
export const sweepTo = (out: string, ...more: string[]): string[] => ['--out', out, ...more];

/**
 * Trains a sweep of two arms to its end, and another that is killed after about a third and started again:
 * both end in the same bytes.
 *
 * @param folder - For configuration, sweep file and both sweeps; new or empty.
 */
export async function killAndStartAgain(folder: string, seeds: readonly number[]): Promise<void> {
  const trials = seeds.length * ARMS.length;
  const file = writeSweep(folder, seeds);
  const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')];
  const ended = await runProgram(['sweep', file, ...sweepTo(whole, '--parallel', '2')]);
  expect(ended).toMatchObject({ code: 0, stdout: `Sweep of ${trials} trials: ${whole}\n` });

  const running = startSweep(file, ...sweepTo(killed, '--parallel', '2'));
  await waitUntil(() => updatesIn(killed) >= 0.32 * trials * UPDATES, running);
  const all = descendantsOf(running.pid);
  running.killGroup('SIGKILL'); // the sweep and its learners; actors are in groups of their own
  await running.ended;
  await waitUntil(() => all.every((pid) => !isAlive(pid)));
  expect(all.length).toBeGreaterThan(1);
  expect(updatesIn(killed)).toBeLessThan(trials * UPDATES);
  expect((await runProgram(['sweep', file, ...sweepTo(killed, '--parallel', '2')])).code).toBe(0);

  expect(trialsIn(whole)).toEqual(
    seeds.flatMap((_, n) => ARMS.map((arm, i) => `000${2 * n + i}-${arm}`)),
  );
  expect(resultsIn(killed)).toEqual(resultsIn(whole));
  const results = Object.values(resultsIn(whole));
  // No two trials are the same training; in so few updates the arms of a seed still act alike.
  expect(new Set(results.map(({ weights }) => weights)).size).toBe(trials);
  expect(new Set(results.map(({ episodes }) => episodes)).size).toBeGreaterThanOrEqual(
    seeds.length,
  );
  expect(results.every(({ episodes }) => episodes!.split('\n').length > 10)).toBe(true);
  expect(readFileSync(join(whole, 'sweep.yaml'))).toEqual(readFileSync(file));
  expect(readTrialFile(join(whole, 'trials', '0003-a2c+cpc'))).toMatchObject({
    format: 1,
    sweep: 'tiny',
    index: 3,
    arm: 'a2c+cpc',
    level: 'RlTools/SeekAvoidArena-v0',
    draw: 0,
    seed: seeds[1],
    hyperparameters: {},
    command: expect.stringMatching(/^npx cpc-rl sweep .*sweep\.yaml --index 3$/) as string,
  });

  const again = await runProgram(['sweep', file, ...sweepTo(whole)]);
  expect(again.stderr).toContain(`${trials} trials, ${trials} of them done.`);
  expect(again.stderr).not.toContain('begins');
  const lines = listTrials(planSweep(file, whole)).split('\n');
  expect(lines[4]).toMatch(/^3 +a2c\+cpc +\S+ +0 +\d+ +2400\/2400 +done$/);
}
