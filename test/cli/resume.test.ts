import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/cli/loadConfig.js';
import { readCheckpoint } from '../../src/learner/index.js';
import {
  latestCheckpoint,
  openRunFolder,
  readEpisodes,
  readMetrics,
  readSummary,
} from '../../src/metrics/index.js';
import {
  checkpointsOf,
  FRAMES_PER_UPDATE,
  resultOf,
  runProgram,
  startProgram,
  TOTAL_FRAMES,
  updatesOf,
  waitUntil,
  writeTinyConfig,
} from './program.js';
import type { Ended } from './program.js';

const UPDATES = TOTAL_FRAMES / FRAMES_PER_UPDATE;
const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-resume-'));
const at = (name: string): string => join(folder, name);
const config = writeTinyConfig(folder);
const reference = at('reference');
let referenceEnd: Ended;

const train = (run: string, ...more: string[]): string[] => {
  return ['train', config, '--out', run, ...more];
};

beforeAll(async () => {
  referenceEnd = await runProgram(train(reference));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a run from beginning to end', () => {
  test('says where it is, and leaves what its formats promise', () => {
    expect(referenceEnd.stderr).toContain(`Run folder: ${reference}`);
    expect(referenceEnd).toMatchObject({ code: 0, stdout: `Run: ${reference}\n` });
    const episodes = readEpisodes(join(reference, 'episodes.csv'));
    expect(readSummary(join(reference, 'summary.json'))).toMatchObject({
      frames: TOTAL_FRAMES,
      steps: TOTAL_FRAMES / 4,
      updates: UPDATES,
      episodes: episodes.length,
      droppedMessages: 0,
      engine: expect.stringMatching(/^(tensorflow|wasm|cpu)$/) as string,
      level: 'RlTools/SeekAvoidArena-v0',
      seed: 7,
    });
    // 600 steps in each of 5 environments: 40 episodes of 15, less the first, plus what its cut
    // made room for.
    expect(episodes.length).toBeGreaterThanOrEqual(5 * 39);
    expect(episodes.length).toBeLessThanOrEqual(5 * 40);
    expect(new Set(episodes.map((episode) => episode.length))).toEqual(new Set([15]));
    for (const row of episodes) expect(row.frames).toBe(4 * row.steps);
    const lines = readMetrics(join(reference, 'metrics.jsonl'));
    expect(lines.map((line) => line.updates)).toEqual(countTo(UPDATES));
    expect(readFileSync(join(reference, 'learning-curve.svg'), 'utf8')).toContain('<svg');
    expect(checkpointsOf(reference)).toEqual([TOTAL_FRAMES]);
  });

  test('its config.yaml is the whole configuration', () => {
    const resolved = loadConfig(join(reference, 'config.yaml'));
    expect(resolved).toEqual(loadConfig(config));
    expect(resolved.agent.discount).toBe(0.99); // a default, written out
  });

  test('one actor process gives the same bytes as two, another seed does not', async () => {
    await runProgram(train(at('one'), '--set', 'actors.processes=1'));
    expect(resultOf(at('one'))).toEqual(resultOf(reference));
    await runProgram(train(at('other'), '--seed', '8'));
    const other = resultOf(at('other'));
    for (const [name, bytes] of Object.entries(resultOf(reference))) {
      expect(other[name] === bytes, name).toBe(false);
    }
  });
});

describe('a run that was interrupted', () => {
  test('by SIGTERM: ends in order, and resumed ends in the same bytes', async () => {
    const run = at('terminated');
    const running = startProgram(train(run));
    await waitUntil(() => updatesOf(run) >= 15, running);
    running.kill('SIGTERM');
    const stopped = await running.ended;
    expect(stopped).toMatchObject({ code: 0, stdout: `Stopped early: ${run}\n` });
    expect(stopped.stderr).toContain('SIGTERM: ending after this update');
    const [frames] = checkpointsOf(run);
    expect(frames).toBe(updatesOf(run) * FRAMES_PER_UPDATE);
    expect(frames).toBeLessThan(TOTAL_FRAMES);
    expect(readSummary(join(run, 'summary.json')).frames).toBe(frames);

    // Another number of actors carries the same environments.
    const resumed = await runProgram(train(run, '--resume', '--set', 'actors.processes=1'));
    expect(resumed).toMatchObject({ code: 0, stdout: `Run: ${run}\n` });
    expect(resultOf(run)).toEqual(resultOf(reference));
    expect(readMetrics(join(run, 'metrics.jsonl')).map((line) => line.updates)).toEqual(
      countTo(UPDATES),
    );
    const [before, after] = [reference, run].map((path) => readSummary(join(path, 'summary.json')));
    expect(after!.meanReturn).toBe(before!.meanReturn);
    expect(after!.episodes).toBe(before!.episodes);
  });

  test('by SIGKILL after a checkpoint: goes on from there, and ends in the same bytes', async () => {
    const run = at('killed');
    const running = startProgram(train(run, '--set', 'checkpoint.intervalSeconds=0.2'));
    const updatesSaved = (): number => (checkpointsOf(run).at(-1) ?? 0) / FRAMES_PER_UPDATE;
    await waitUntil(() => updatesSaved() > 0 && updatesOf(run) > updatesSaved() + 1, running);
    running.kill('SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    // It got further than its checkpoint: what the logs hold beyond must go.
    expect(updatesOf(run)).toBeGreaterThan(updatesSaved());
    expect(updatesOf(run)).toBeLessThan(UPDATES);

    expect(await runProgram(train(run, '--resume'))).toMatchObject({ code: 0 });
    expect(resultOf(run)).toEqual(resultOf(reference));
    expect(readMetrics(join(run, 'metrics.jsonl')).map((line) => line.updates)).toEqual(
      countTo(UPDATES),
    );
  });

  test('by Ctrl-C while it is writing checkpoints: the last one is whole', async () => {
    const run = at('interrupted');
    // A checkpoint after every update: the signal falls on one.
    const running = startProgram(train(run, '--set', 'checkpoint.intervalSeconds=0.001'));
    await waitUntil(() => updatesOf(run) >= 3, running);
    running.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 0, stdout: `Stopped early: ${run}\n` });
    const opened = openRunFolder(run);
    const { state } = readCheckpoint(latestCheckpoint(opened)!);
    expect(state.updates).toBe(updatesOf(run));
    expect(state.frames).toBe(updatesOf(run) * FRAMES_PER_UPDATE);
    expect(checkpointsOf(run)).toHaveLength(2); // checkpoint.keep
  });
});

describe('what was made is not lost', () => {
  test('a folder that holds a run is not written to unasked', async () => {
    const before = everythingIn(reference);
    const { code, stderr } = await runProgram(train(reference));
    expect(code).toBe(1);
    expect(stderr).toContain('It holds a run: continue that with --resume, or give another --out.');
    expect(everythingIn(reference)).toEqual(before);
  });

  test('a run is not resumed under other settings', async () => {
    const before = everythingIn(reference);
    const changes = ['--set', 'agent.discount=0.9', '--seed', '8'];
    const { code, stderr } = await runProgram(train(reference, '--resume', ...changes));
    expect(code).toBe(1);
    expect(stderr).toContain("'seed', 'agent' differ from what the run began with");
    expect(stderr).toContain(`Resume with ${join(reference, 'config.yaml')}`);
    expect(everythingIn(reference)).toEqual(before);
  });

  test('a run that has ended is resumed to where it is, or further', async () => {
    const before = resultOf(reference);
    expect(await runProgram(train(reference, '--resume'))).toMatchObject({ code: 0 });
    expect(resultOf(reference)).toEqual(before);
    const further = ['--set', `totalFrames=${TOTAL_FRAMES + 2 * FRAMES_PER_UPDATE}`];
    await runProgram(train(reference, '--resume', ...further));
    expect(updatesOf(reference)).toBe(UPDATES + 2);
    expect(resultOf(reference).episodes!.startsWith(before.episodes!)).toBe(true);
  });

  test('there has to be a run to resume', async () => {
    const nowhere = await runProgram(train(at('nowhere'), '--resume'));
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toContain('expected the folder of a run, got nothing there');
    const unnamed = await runProgram(['train', config, '--resume'], folder);
    expect(unnamed.code).toBe(1);
    expect(unnamed.stderr).toContain('Name its folder with --out');
  });
});

function countTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}

function everythingIn(run: string): Record<string, string> {
  const logs = ['config.yaml', 'metrics.jsonl', 'summary.json'];
  const read = logs.map((name) => [name, readFileSync(join(run, name), 'utf8')] as const);
  return { ...resultOf(run), ...Object.fromEntries(read) };
}
