import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { make, Wrapper } from '@rl-tools/env';
import { LevelEnv, registerLevels } from '@rl-tools/env/levels';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { targetRows } from '../../src/cli/probe/rows.js';
import { TargetReader } from '../../src/cli/probe/targets.js';
import { formatProbe, probeRun } from '../../src/cli/probe/probeRun.js';
import type { ProbeReport } from '../../src/cli/probe/probeRun.js';
import { FRAMES_PER_UPDATE, runProgram, writeTinyConfig } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-probe-'));
const run = join(folder, 'run');

beforeAll(async () => {
  const frames = `totalFrames=${2 * FRAMES_PER_UPDATE}`;
  const settings = ['--set', frames, '--set', 'actors.processes=1'];
  await runProgram(['train', writeTinyConfig(folder), '--out', run, ...settings]);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('every target and kind of features, the same for the same seed', async () => {
  const options = { episodes: 25, every: 3, seed: 5 };
  const report = await probeRun(run, options);
  expect(await probeRun(run, options)).toEqual(report);
  expect(report).toMatchObject({
    run,
    level: 'RlTools/SeekAvoidArena-v0',
    frames: 2 * FRAMES_PER_UPDATE,
    episodes: 25,
    every: 3,
  });
  const { position, heading } = report.targets;
  for (const target of [position, heading]) {
    expect(target!.rows).toBe(25 * 5); // steps 0, 3, … 12 of 15
    expect(target!.mean.r2).toBeLessThanOrEqual(0);
    for (const { r2, interval, penalty } of Object.values(target!.features)) {
      expect(r2).toBeLessThanOrEqual(1);
      expect(interval[0]).toBeLessThanOrEqual(r2);
      expect(interval[1]).toBeGreaterThanOrEqual(r2);
      expect(penalty).toBeGreaterThan(0);
    }
  }
  const lines = formatProbe(report).split('\n');
  expect(lines[1]).toMatch(
    /^R² \[95 %\] +mean +contexts +embeddings +untrainedContexts +untrainedEmbeddings$/,
  );
  expect(lines[3]).toMatch(/^heading +-?\d\.\d\d \[-?\d\.\d\d, -?\d\.\d\d\] /);
});

test('probe --json prints JSON alone; a target needs ten episodes', async () => {
  const { code, stdout } = await runProgram(['probe', run, '--episodes', '4', '--json']);
  expect(code).toBe(0);
  const { targets } = JSON.parse(stdout) as ProbeReport;
  expect(targets).toEqual({ position: null, heading: null, stepsSinceSeen: null });
});

test('targets are what the level was doing', () => {
  registerLevels();
  const env = make('RlTools/ExploreGoalLocationsSmall-v0', { size: 'small', width: 8, height: 8 });
  const reader = new TargetReader();
  const level = env instanceof Wrapper ? env.unwrapped : env;
  if (!(level instanceof LevelEnv)) throw new Error('expected a level');
  const counts = { seen: 0, unseen: 0, since: 0 };
  for (let seed = 0; seed < 10; seed++) {
    let since: number | undefined;
    let [, info] = env.reset({ seed });
    for (let step = 0; step < 60; step++) {
      const targets = reader.read(0, { env, info, isFirst: step === 0 });
      const { x, y, headingDegrees } = info as { x: number; y: number; headingDegrees: number };
      expect(targets.position).toEqual([x, y]);
      const [cos, sin] = targets.heading!;
      expect(Math.hypot(cos!, sin!)).toBeCloseTo(1, 12);
      const degrees = (Math.atan2(sin!, cos!) * 180) / Math.PI;
      expect(Math.abs(((degrees - headingDegrees + 540) % 360) - 180)).toBeLessThan(1e-9);
      const inView = level.seesItem();
      since = inView ? 0 : since === undefined ? undefined : since + 1;
      const told = inView || since === undefined ? undefined : [since];
      expect(targets.stepsSinceSeen).toEqual(told);
      counts[inView ? 'seen' : told ? 'since' : 'unseen']++;
      [, , , , info] = env.step(step % 3 === 0 ? 0 : 4); // turns, with a step forward now and then
    }
  }
  env.close();
  expect(counts.seen).toBeGreaterThan(0);
  expect(counts.unseen).toBeGreaterThan(0);
  expect(counts.since).toBeGreaterThan(0);
});

test('rows of a target are those that have it', () => {
  const targets = [{ position: [1, 2] }, {}, { position: [3, 4] }];
  const { rows, values } = targetRows(targets, 'position');
  expect(rows).toEqual([0, 2]);
  expect([...values.values]).toEqual([1, 2, 3, 4]);
  expect(values).toMatchObject({ rows: 2, columns: 2 });
});
