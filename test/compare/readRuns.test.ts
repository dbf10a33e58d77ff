import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRuns, readReferenceTable, readRuns, referencesOf } from '../../src/compare/index.js';
import { LEVEL, writeRun } from './runFolders.js';

let folder = '';
const at = (...names: string[]): string => join(folder, ...names);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cpc-rl-runs-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a run is read with its episodes, clock and budget', () => {
  writeRun(at('a'), {
    seed: 3,
    episodes: [
      [500, 1.5],
      [1000, -2],
    ],
  });
  const { runs, notes } = readRuns([at('a')]);
  expect(notes).toEqual([]);
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    path: at('a'),
    arm: 'a2c',
    level: LEVEL,
    options: { size: 'small' },
    seed: 3,
    sweep: null,
    draw: null,
    command: null,
    totalFrames: 1000,
    frames: 1000,
    version: '0.1.0',
    engine: 'tensorflow',
    environment: null,
    episodes: { frames: Float64Array.of(500, 1000), returns: Float64Array.of(1.5, -2) },
  });
  expect(runs[0]!.clock!.seconds.at(-1)).toBe(100);
});

test.each([
  [{}, 'a2c'],
  [{ cpc: null }, 'a2c'],
  [{ cpc: { weight: 0.1 } }, 'a2c+cpc'],
  [{ cpc: {}, pixelControl: null, rewardPrediction: {} }, 'a2c+cpc+rewardPrediction'],
])('auxiliary losses %j make the arm %s', (auxiliary, arm) => {
  writeRun(at('a'), { auxiliary });
  expect(readRuns([at('a')]).runs[0]!.arm).toBe(arm);
});

test('a trial belongs to the arm, draw and sweep that trial.json names', () => {
  const hyperparameters = { 'agent.entropyCost': 0.003 };
  writeRun(at('0003-mine'), { trial: { arm: 'mine', draw: 2, index: 3, hyperparameters } });
  expect(readRuns([folder]).runs[0]).toMatchObject({
    arm: 'mine',
    draw: 2,
    sweep: 'test',
    hyperparameters,
    command: 'npx cpc-rl sweep test.yaml --index 0',
  });
});

describe('finding runs', () => {
  test('goes into folders, takes each run once, and passes hidden ones by', () => {
    writeRun(at('sweep', 'trials', '0000-a2c'));
    writeRun(at('sweep', 'trials', '0001-a2c'));
    writeRun(at('alone'));
    writeRun(at('alone', 'checkpoints', '100')); // nothing is looked for inside a run
    writeRun(at('.hidden'));
    symlinkSync(at('alone'), at('link'));
    expect(findRuns([at('alone'), folder]).runs).toEqual([
      at('alone'),
      at('sweep', 'trials', '0000-a2c'),
      at('sweep', 'trials', '0001-a2c'),
    ]);
  });

  test('says what a path is that holds none', () => {
    mkdirSync(at('empty'));
    writeFileSync(at('file'), '');
    expect(() => findRuns([at('empty')])).toThrow(`${at('empty')}: expected a run, a sweep`);
    expect(() => findRuns([at('file')])).toThrow(/got a file/);
    expect(() => findRuns([at('nowhere')])).toThrow(/got nothing there/);
  });

  test('says which trials of a sweep have not begun', () => {
    const sweep = `name: s\nbase: {env: {id: ${LEVEL}}, totalFrames: 1000}\narms: {a2c: null, b: {auxiliary: {cpc: {}}}}\nseeds: [1, 2]\n`;
    writeRun(at('s', 'trials', '0000-a2c'), { trial: { arm: 'a2c' } });
    writeFileSync(at('s', 'sweep.yaml'), sweep);
    expect(readRuns([folder]).notes).toEqual([
      `${at('s')}: 3 of the sweep's 4 trials have not begun (0001-b, 0002-a2c, 0003-b).`,
    ]);
    writeFileSync(at('s', 'sweep.yaml'), 'name: [');
    expect(readRuns([folder]).notes[0]).toMatch(/sweep.yaml could not be read/);
  });
});

describe('how far a run is', () => {
  test('is what its files say at most', () => {
    writeRun(at('a'), { frames: 600, episodes: [[400, 1]] });
    writeRun(at('b'), { frames: 600, episodes: [[400, 1]], summary: null });
    writeRun(at('c'), { frames: 600, episodes: [[400, 1]], summary: null, seconds: null });
    writeRun(at('d'), { frames: 600, episodes: [[400, 1]], summary: { frames: 200 } });
    expect(readRuns([folder]).runs.map(({ frames }) => frames)).toEqual([600, 600, 400, 600]);
  });

  test('is nothing where it has just begun', () => {
    writeRun(at('a'), { summary: null, seconds: null });
    rmSync(at('a', 'episodes.csv'));
    expect(readRuns([folder]).runs[0]).toMatchObject({ frames: 0, clock: null, version: null });
  });
});

describe('broken runs are refused by name', () => {
  test.each<[string, (path: string) => void, RegExp]>([
    [
      'config.yaml',
      (path) => {
        writeFileSync(path, 'seed: [');
      },
      /config\.yaml: could not be read/,
    ],
    [
      'config.yaml',
      (path) => {
        writeFileSync(path, 'seed: 1');
      },
      /config\.yaml: expected the configuration of a run/,
    ],
    [
      'episodes.csv',
      (path) => {
        writeFileSync(path, 'x\n');
      },
      /episodes\.csv:1: expected the header/,
    ],
    ['episodes.csv', rmSync, /expected the episodes\.csv of a run that has ended, got none/],
    [
      'summary.json',
      (path) => {
        writeFileSync(path, '{"frames":-1}');
      },
      /summary\.json: expected the summary/,
    ],
    [
      'metrics.jsonl',
      (path) => {
        writeFileSync(path, '{"frames":1}\n');
      },
      /metrics\.jsonl:1: expected a JSON object with frames and seconds/,
    ],
    [
      'trial.json',
      (path) => {
        writeFileSync(path, '{}');
      },
      /trial\.json: expected the description of a trial/,
    ],
  ])('%s', (name, breakIt, message) => {
    writeRun(at('run'));
    breakIt(at('run', name));
    expect(() => readRuns([folder])).toThrow(message);
    expect(() => readRuns([folder])).toThrow(at('run'));
  });

  test('episodes of another level, and frames that fall', () => {
    writeRun(at('run'));
    const header = 'frames,steps,environment,level,return,length\n';
    writeFileSync(at('run', 'episodes.csv'), `${header}4,1,0,Other-v0,1,1\n`);
    expect(() => readRuns([folder])).toThrow(
      /expected episodes of .*SeekAvoid.*, got some of Other-v0/,
    );
    const lines = `8,2,0,${LEVEL},1,1\n4,1,0,${LEVEL},1,1\n`;
    writeFileSync(at('run', 'episodes.csv'), header + lines);
    expect(() => readRuns([folder])).toThrow(/frames that never fall, got 4 after 8 \(entry 2\)/);
  });
});

describe('reference scores', () => {
  test('are those of the level as it was played', () => {
    // docs/levels/seek-avoid-arena.md
    expect(referencesOf(LEVEL, { size: 'small' })).toMatchObject({ random: 0.41, human: null });
    expect(referencesOf(LEVEL, {})).toMatchObject({ random: 0.95, randomDeviation: 1.3 });
    expect(referencesOf(LEVEL, { size: 'full', width: 48 })).toMatchObject({ random: 0.95 });
    expect(referencesOf(LEVEL, { actionSet: 'fifteen' })).toBeNull();
    expect(referencesOf('Other-v0', {})).toBeNull();
  });

  test("a user's own come first", () => {
    const file = at('scores.yaml');
    writeFileSync(
      file,
      `- {level: ${LEVEL}, options: {size: small}, random: 0.5, human: 9}\n- {level: Mine-v0, random: 1}\n`,
    );
    const table = readReferenceTable(file);
    expect(referencesOf(LEVEL, { size: 'small' }, table)).toEqual({
      random: 0.5,
      randomDeviation: null,
      human: 9,
      scripted: null,
      source: 'given by the user',
    });
    expect(referencesOf('Mine-v0', {}, table)).toMatchObject({ random: 1 });
    expect(referencesOf(LEVEL, {}, table)).toMatchObject({ random: 0.95 });
  });

  test.each(['- {level: x, rando: 1}', 'level: x', '- ['])('%s is refused', (text) => {
    writeFileSync(at('scores.yaml'), text);
    expect(() => readReferenceTable(at('scores.yaml'))).toThrow(at('scores.yaml'));
  });
});
