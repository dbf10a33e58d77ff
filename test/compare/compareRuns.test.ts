import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compareRuns, formatComparison, readRuns } from '../../src/compare/index.js';
import type { CompareOptions, Comparison } from '../../src/compare/index.js';
import { evenEpisodes, LEVEL, writeRun } from './runFolders.js';
import type { WrittenRun } from './runFolders.js';

const OTHER = 'RlTools/RoomsWatermaze-v0';
const CPC = { auxiliary: { cpc: { weight: 0.1 } } };
const FAST = { replications: 200, curveReplications: 50 };

let folder = '';
let written = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cpc-rl-compare-'));
  written = 0;
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const add = (run: WrittenRun = {}): string =>
  writeRun(join(folder, `run-${String(written++).padStart(2, '0')}`), run);

/** Runs of an arm whose every episode has one return: seeds 1, 2, … */
function addArm(returns: readonly number[], run: WrittenRun = {}): string[] {
  const { totalFrames = 1000 } = run;
  return returns.map((value, i) =>
    add({ seed: i + 1, episodes: evenEpisodes(totalFrames, value), ...run }),
  );
}

const compare = (options: CompareOptions = {}): Comparison =>
  compareRuns(readRuns([folder]), { ...FAST, ...options });

describe('figures', () => {
  test('of two arms on one level, by hand', () => {
    addArm([1, 2, 3, 4, 10]);
    addArm([3, 4, 5, 6, 0], CPC);
    const { levels, probabilityOfImprovement, selection, notes, format } = compare();
    expect({ format, selection, notes }).toEqual({ format: 1, selection: null, notes: [] });
    const { arms, totalFrames, options } = levels[LEVEL]!;
    expect({ totalFrames, options }).toEqual({ totalFrames: 1000, options: { size: 'small' } });
    expect(Object.keys(arms)).toEqual(['a2c', 'a2c+cpc']);
    expect(arms.a2c).toMatchObject({
      seeds: [1, 2, 3, 4, 10],
      iqm: 3, // of 2, 3, 4
      mean: 4,
      median: 3,
      standardDeviation: Math.sqrt((9 + 4 + 1 + 0 + 36) / 4),
      areaUnderCurve: 4, // every episode of a run has the same return
    });
    // Wins of cpc: 3 over 1, 2 and half 3; 4 over 1, 2, 3, half 4; 5 and 6 over four; 0 over none.
    const wins = (2.5 + 3.5 + 4 + 4 + 0) / 25;
    expect(probabilityOfImprovement.map(({ arm, over, value }) => [arm, over, value])).toEqual([
      ['a2c+cpc', 'a2c', wins],
      ['a2c', 'a2c+cpc', expect.closeTo(1 - wins, 12)],
    ]);
    const [forth, back] = probabilityOfImprovement.map(({ interval }) => interval);
    expect(back![0]).toBeCloseTo(1 - forth![1], 12);
    expect(forth![0]).toBeLessThan(wins);
    expect(forth![1]).toBeGreaterThan(wins);
  });

  test('final score: the last tenth; area: all of it; curve: bins over frames and seconds', () => {
    // Returns 0 to 9, the episode of return r ends at 100 (r + 1); ten seconds apiece.
    const rising = Array.from({ length: 10 }, (_, r): [number, number] => [100 * (r + 1), r]);
    for (const seed of [1, 2, 3, 4, 5]) add({ seed, episodes: rising });
    const { a2c } = compare({ bins: 5 }).levels[LEVEL]!.arms;
    expect(a2c!.seeds).toEqual([9, 9, 9, 9, 9]);
    expect(a2c!.areaUnderCurve).toBe(4.5);
    const means = [0.5, 2.5, 4.5, 6.5, 8.5];
    const exact = means.map((value) => [value, value]);
    expect(a2c!.curves.frames).toEqual({
      x: [200, 400, 600, 800, 1000],
      mean: means,
      meanInterval: exact,
      iqm: means,
      iqmInterval: exact,
    });
    expect(a2c!.curves.seconds).toMatchObject({ x: [20, 40, 60, 80, 100], mean: means });
    expect(a2c!.runs[0]).toMatchObject({ seconds: 100, episodes: 10, areaUnderCurve: 4.5 });
  });

  test('over seconds a slower arm goes on alone', () => {
    addArm([1, 1, 1, 1, 1], { seconds: 50 });
    addArm([2, 2, 2, 2, 2], { ...CPC, seconds: 100 });
    const { arms } = compare({ bins: 4 }).levels[LEVEL]!;
    expect(arms.a2c!.curves.seconds!.x).toEqual([25, 50, 75, 100]);
    expect(arms.a2c!.curves.seconds!.mean).toEqual([1, 1, null, null]);
    expect(arms['a2c+cpc']!.curves.seconds!.mean).toEqual([2, 2, 2, 2]);
  });

  test('frames to a score: a run that never gets there counts as later than any', () => {
    const many = (value: number, from: number): [number, number][] =>
      Array.from({ length: 200 }, (_, i) => [(i + 1) * 5, (i + 1) * 5 > from ? value : 0]);
    // The mean of the last 100 episodes reaches 3 with the 75th return of 4: 375 frames after `from`.
    for (const [i, from] of [0, 100, 200, 900].entries()) {
      add({ seed: i, episodes: many(4, from) });
    }
    add({ seed: 4, episodes: many(2, 0) });
    const { framesToReach, runs } = compare({ framesTo: 3 }).levels[LEVEL]!.arms.a2c!;
    // From 0: the window is first full at 500.
    expect(runs.map((run) => run.framesToReach)).toEqual([500, 500, 575, null, null]);
    expect(framesToReach).toMatchObject({
      score: 3,
      chosen: 'given',
      reached: 3,
      runs: 5,
      median: 575,
    });
    expect(framesToReach.interval).toEqual([500, null]);
  });

  test('frames to the lowest final IQM of the arms where no score is given', () => {
    addArm([1, 2, 3, 4, 10]);
    addArm([7, 7, 7, 7, 7], CPC);
    const { arms } = compare().levels[LEVEL]!;
    expect(arms.a2c!.framesToReach).toMatchObject({
      score: 3,
      chosen: 'lowest final IQM of the arms',
      reached: 0, // ten episodes fill no window of 100
      median: null,
    });
    expect(arms['a2c+cpc']!.framesToReach.score).toBe(3);
    expect(compare({ framesTo: { [LEVEL]: 6 } }).levels[LEVEL]!.arms.a2c!.framesToReach.score).toBe(
      6,
    );
  });

  test('over levels: normalised by the reference scores', () => {
    const references = [
      {
        level: LEVEL,
        options: { size: 'small' },
        random: 0,
        randomDeviation: 2,
        human: 10,
        scripted: null,
        source: '',
      },
      {
        level: OTHER,
        options: { size: 'small' },
        random: 1,
        randomDeviation: 1,
        human: 5,
        scripted: null,
        source: '',
      },
    ];
    addArm([2, 4, 6, 8, 10]);
    addArm([1, 2, 3, 4, 5], { level: OTHER });
    const { aggregates, notes } = compare({ references });
    expect(notes).toEqual([]);
    expect(Object.keys(aggregates)).toEqual(['human', 'random']);
    const { levels, arms } = aggregates.human!;
    expect(levels).toEqual([OTHER, LEVEL]);
    expect(arms.a2c!.scores).toEqual({
      [LEVEL]: [0.2, 0.4, 0.6, 0.8, 1],
      [OTHER]: [0, 0.25, 0.5, 0.75, 1],
    });
    expect(arms.a2c!.mean.value).toBeCloseTo(0.55, 12);
    expect(arms.a2c!.median.value).toBeCloseTo(0.55, 12);
    expect(arms.a2c!.optimalityGap.value).toBeCloseTo(0.45, 12);
    // 0 0.2 | 0.25 0.4 0.5 0.6 0.75 0.8 | 1 1
    expect(arms.a2c!.iqm.value).toBeCloseTo((0.25 + 0.4 + 0.5 + 0.6 + 0.75 + 0.8) / 6, 12);
    expect(arms.a2c!.profile.value[0]).toBe(0.9); // above 0
    expect(aggregates.random!.arms.a2c!.scores[LEVEL]).toEqual([1, 2, 3, 4, 5]);
  });

  test('another arm changes none of the figures of the first', () => {
    addArm([1, 2, 3, 4, 10]);
    const alone = compare({ framesTo: 2 }).levels[LEVEL]!.arms.a2c;
    addArm([3, 3, 5, 6, 0], CPC);
    expect(compare({ framesTo: 2 }).levels[LEVEL]!.arms.a2c).toEqual(alone);
    expect(compare({ framesTo: 2, seed: 1 }).levels[LEVEL]!.arms.a2c!.iqmInterval).not.toEqual(
      alone!.iqmInterval,
    );
  });
});

describe('refused, with the runs named', () => {
  test('the same seed twice', () => {
    const [first] = addArm([1, 2]);
    const again = add({ seed: 1 });
    expect(() => compare()).toThrow(
      `${LEVEL}, a2c: expected every seed once, got seed 1 2 times: ${first}, ${again}.`,
    );
  });

  test('settings that are mixed within an arm', () => {
    const [first] = addArm([1, 2]);
    const other = add({ seed: 3, agent: { learningRate: 0.002 } });
    expect(() => compare()).toThrow(
      `agent.learningRate: 0.001 (${first} and 1 more), 0.002 (${other})`,
    );
  });

  test('one level id with different options', () => {
    addArm([1]);
    const full = add({ seed: 2, options: {} });
    expect(() => compare()).toThrow(`different env.options`);
    expect(() => compare()).toThrow(full);
  });

  test('different budgets, unless the frames are given', () => {
    addArm([1, 2]);
    const long = addArm([3, 4], { ...CPC, totalFrames: 2000 });
    expect(() => compare()).toThrow(`2000 frames (${long[0]} and 1 more)`);
    expect(() => compare()).toThrow('--frames 1000');
    const { levels, notes } = compare({ frames: 1000 });
    expect(levels[LEVEL]!.arms['a2c+cpc']!.runs[0]).toMatchObject({ episodes: 5, seconds: 50 });
    expect(notes.join()).toMatch(/planned for different lengths, 1000 frames \(2 runs\), 2000/);
  });

  test('no episode in the last tenth', () => {
    const path = add({ episodes: [[900, 1]] });
    expect(() => compare()).toThrow(
      `${path}: expected episodes that ended between frames 900 and 1000`,
    );
  });

  test('nothing that has come to its end', () => {
    const path = add({ frames: 400, episodes: [[100, 1]] });
    expect(() => compare()).toThrow(`${path} at 400`);
    expect(() => compare()).toThrow('--frames 400');
  });

  test('options out of range', () => {
    addArm([1]);
    expect(() => compare({ bins: 0 })).toThrow('bins: expected a whole number, 1 to 1000, got 0.');
    expect(() => compare({ frames: 1.5 })).toThrow(/frames: expected/);
    expect(() => compare({ replications: 0 })).toThrow(/replications: expected/);
  });
});

describe('said in the notes', () => {
  const notes = (options?: CompareOptions): string => compare(options).notes.join('\n');

  test('runs that have not come to their end, and are left out', () => {
    addArm([1, 2, 3, 4, 5]);
    const path = add({ seed: 6, frames: 700, episodes: [[100, 50]] });
    expect(notes()).toContain(`not at 1000 frames yet, so left out: 1 of 6 runs (${path} at 700)`);
    expect(compare().levels[LEVEL]!.arms.a2c!.seeds).toEqual([1, 2, 3, 4, 5]);
  });

  test('seeds that an arm lacks, and few runs', () => {
    addArm([1, 2, 3, 4, 5]);
    addArm([1, 2, 3], CPC);
    expect(notes()).toContain('a2c+cpc lacks 2 that other arms have (seed 4, seed 5).');
    expect(notes()).toContain('a2c+cpc has only 3 runs');
  });

  test('seeds that an arm of a sweep lacks, with their draws where there are several', () => {
    const trial = (arm: string, draw: number) => ({ trial: { arm, draw, hyperparameters: {} } });
    addArm([1, 2, 3], trial('a', 0));
    addArm([1, 2], trial('b', 0));
    expect(notes()).toContain('b lacks 1 that other arms have (seed 3).');
    addArm([1], trial('c', 1));
    expect(notes()).toContain('c lacks 3 that other arms have (draw 0 seed 1, draw 0 seed 2, ');
  });

  test('what holds for several levels, once for all of them', () => {
    for (const level of [LEVEL, OTHER]) {
      addArm([1, 2, 3, 4, 5], { level });
      addArm([1, 2, 3], { level, ...CPC });
    }
    const about = compare().notes.filter((note) => note.includes('has only 3 runs'));
    expect(about).toEqual([
      `${[LEVEL, OTHER].sort().join(', ')}: a2c+cpc has only 3 runs: intervals are rough and likely too narrow.`,
    ]);
  });

  test('settings in which arms differ beside the losses', () => {
    addArm([1, 2, 3, 4, 5]);
    addArm([1, 2, 3, 4, 5], { ...CPC, agent: { entropyCost: 0.02 } });
    expect(notes()).toContain(
      'arms differ in agent.entropyCost too: 0.01 in a2c; 0.02 in a2c+cpc.',
    );
  });

  test('settings that only some configurations have', () => {
    addArm([1, 2, 3, 4]);
    add({ seed: 9, agent: { newSetting: true } });
    expect(notes()).toContain('a2c: only some configurations have agent.newSetting');
  });

  test('engines, versions, machines', () => {
    const environment = (cpu: string) => ({
      environment: {
        commit: null,
        node: '22.0.0',
        platform: 'linux-x64',
        cpu,
        cores: 2,
        command: '',
      },
    });
    addArm([1, 2, 3, 4], { summary: environment('A') });
    add({ seed: 9, summary: { engine: 'wasm', version: '0.2.0', ...environment('B') } });
    expect(notes()).toContain(
      'more than one version of the package: 0.1.0 (4 runs), 0.2.0 (1 run)',
    );
    expect(notes()).toContain('more than one tensor engine: tensorflow (4 runs), wasm (1 run)');
    expect(notes()).toContain('more than one processor, so seconds do not compare: A (4 runs), B');
  });

  test('runs without a clock', () => {
    addArm([1, 2, 3, 4]);
    const path = add({ seed: 9, seconds: null });
    expect(notes()).toContain(`no wall-clock, for want of metrics.jsonl, of 1 run (${path})`);
    expect(compare().levels[LEVEL]!.arms.a2c!.curves.seconds).toBeNull();
  });

  test('levels that an arm lacks, or without reference scores', () => {
    addArm([1, 2, 3, 4, 5]);
    addArm([1, 2, 3, 4, 5], { level: OTHER, options: { skill: 2 } });
    addArm([1, 2, 3, 4, 5], { level: OTHER, options: { skill: 2 }, ...CPC });
    expect(notes()).toContain(`${LEVEL}: no runs of a2c+cpc, so it is left out over levels.`);
    expect(notes()).toContain(`${OTHER}: no reference scores for options {"skill":2}`);
    expect(compare().probabilityOfImprovement[0]!.levels).toEqual([OTHER]);
    expect(compare().aggregates).toEqual({});
  });
});

describe('draws of a sweep', () => {
  let paths: string[] = [];

  /** final score = 10 · draw + seed, but arm b is best with draw 0. */
  beforeEach(() => {
    paths = [];
    for (const arm of ['a', 'b']) {
      for (const draw of [0, 1]) {
        for (const seed of [1, 2, 3]) {
          const score = 10 * (arm === 'b' ? 1 - draw : draw) + seed;
          const hyperparameters = { 'agent.learningRate': 0.001 * (draw + 1) };
          const path = add({
            seed,
            agent: { learningRate: 0.001 * (draw + 1) },
            episodes: evenEpisodes(1000, score),
            trial: { arm, draw, hyperparameters },
          });
          paths.push(path);
        }
      }
    }
  });

  test('all of them count', () => {
    const { levels, notes, selection } = compare();
    expect(levels[LEVEL]!.arms.a!.seeds).toEqual([1, 2, 3, 11, 12, 13]);
    expect(levels[LEVEL]!.arms.a!.runs.map(({ draw }) => draw)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(notes.join()).toContain('a pools 2 draws of hyperparameters (6 runs)');
    expect(selection).toBeNull();
    expect(levels[LEVEL]!.arms.a!.config).toMatchObject({ agent: { entropyCost: 0.01 } });
    expect(levels[LEVEL]!.arms.a!.config).not.toMatchObject({ agent: { learningRate: 0.001 } });
  });

  test('one can be kept, and the label says so everywhere', () => {
    const comparison = compare({ draws: { draw: 1 } });
    expect(comparison.levels[LEVEL]!.arms.a!.seeds).toEqual([11, 12, 13]);
    const label = 'SELECTED: draw 1 of every arm alone, reported on seeds 1, 2, 3.';
    expect(comparison.selection).toEqual({
      label,
      draws: { [LEVEL]: { a: 1, b: 1 } },
      selectedOn: [],
      reportedOn: [1, 2, 3],
    });
    expect(comparison.notes[0]).toBe(label);
    expect(formatComparison(comparison).split('\n')[0]).toBe(label);
  });

  test('the best is chosen for each arm, with a warning if on the reported seeds', () => {
    const { levels, selection } = compare({ draws: { draw: 'best' } });
    expect(selection!.draws).toEqual({ [LEVEL]: { a: 1, b: 0 } });
    expect(levels[LEVEL]!.arms.b!.seeds).toEqual([11, 12, 13]);
    expect(selection!.label).toMatch(
      /chosen on seeds 1, 2, 3, reported on seeds 1, 2, 3\. .*too high/,
    );
  });

  test('tuning seeds are chosen on and not reported', () => {
    // A draw that is best on seed 3 and worst on seed 4.
    const tuned = { agent: { learningRate: 0.003 }, episodes: evenEpisodes(1000, 99) };
    add({
      ...tuned,
      seed: 3,
      trial: { arm: 'a', draw: 2, hyperparameters: { 'agent.learningRate': 0.003 } },
    });
    add({
      ...tuned,
      seed: 4,
      episodes: evenEpisodes(1000, -5),
      trial: { arm: 'a', draw: 2, hyperparameters: { 'agent.learningRate': 0.003 } },
    });
    const { levels, selection } = compare({ draws: { draw: 'best', tuningSeeds: [3] } });
    expect(selection).toMatchObject({
      draws: { [LEVEL]: { a: 2, b: 0 } },
      selectedOn: [3],
      reportedOn: [1, 2, 4],
    });
    expect(selection!.label).not.toMatch(/too high/);
    expect(levels[LEVEL]!.arms.a!.seeds).toEqual([-5]);
  });

  test('runs outside a sweep have no draws to choose from', () => {
    for (const path of paths) rmSync(path, { recursive: true });
    addArm([1, 2]);
    expect(() => compare({ draws: { draw: 'best' } })).toThrow(
      /expected a draw to choose, got none/,
    );
    add({ seed: 9, trial: { arm: 'a2c' } });
    expect(() => compare({ draws: { draw: 0 } })).toThrow(
      /expected the runs of one sweep, got runs outside sweeps, test/,
    );
  });

  test('a draw that is not there is refused', () => {
    expect(() => compare({ draws: { draw: 5 } })).toThrow(/expected runs of draw 5, got none/);
    expect(() => compare({ draws: { draw: 'best', tuningSeeds: [1, 2, 3] } })).toThrow(
      /without the tuning seeds/,
    );
  });
});
