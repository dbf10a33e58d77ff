import { describe, expect, test } from 'vitest';
import { resolveTrial, sweepConfig, sweepTrials, trialName } from '../../src/sweep/index.js';
import type { SweepConfig, Trial } from '../../src/sweep/index.js';

const BASE = {
  env: { id: 'A', options: { size: 'small', width: 24 } },
  totalFrames: 1000,
  agent: { learningRate: 0.1, discount: 0.9 },
  auxiliary: { cpc: { weight: 0.2, steps: 5 } },
};

const SWEEP = {
  name: 'all',
  base: BASE,
  set: { totalFrames: 500, env: { count: 4 }, agent: { discount: 0.5 } },
  arms: {
    a2c: { auxiliary: { cpc: null } },
    'a2c+cpc': { auxiliary: { cpc: { steps: 7 } } },
    'as-is': null,
  },
  levels: [{ id: 'A' }, { id: 'B', options: { width: 48 }, totalFrames: 2000 }],
  search: {
    'agent.learningRate': { logUniform: { from: 1e-4, to: 1e-2 } },
    'auxiliary.cpc.weight': { choice: [0.5] },
  },
  draws: 2,
  seeds: [11, 12],
};

const parse = (value: unknown): SweepConfig => sweepConfig.parse(value);
const sweep = parse(SWEEP);
const trials = sweepTrials(sweep);

const find = (wanted: Partial<Trial> & { levelId?: string }): Trial => {
  const { levelId, ...rest } = wanted;
  const found = trials.filter(
    (trial) =>
      (levelId === undefined || trial.level?.id === levelId) &&
      Object.entries(rest).every(([key, value]) => trial[key as keyof Trial] === value),
  );
  return found[0]!;
};

describe('order of trials', () => {
  test('arms change fastest, then levels, seeds, draws', () => {
    expect(trials).toHaveLength(3 * 2 * 2 * 2);
    const rows = trials.map(({ draw, seed, level, arm }) => [draw, seed, level?.id, arm].join(' '));
    expect(rows.slice(0, 8)).toEqual([
      '0 11 A a2c',
      '0 11 A a2c+cpc',
      '0 11 A as-is',
      '0 11 B a2c',
      '0 11 B a2c+cpc',
      '0 11 B as-is',
      '0 12 A a2c',
      '0 12 A a2c+cpc',
    ]);
    expect(rows[12]).toBe('1 11 A a2c');
    expect(trials.map(({ index }) => index)).toEqual(rows.map((_, i) => i));
    expect(new Set(rows).size).toBe(rows.length);
  });

  test('without levels and search there are arms and seeds; more seeds only add trials', () => {
    const { name, base, set, arms, seeds } = SWEEP;
    const plain = { name, base, set, arms, seeds };
    const short = sweepTrials(parse(plain));
    expect(short.map(({ arm, seed, level }) => [arm, seed, level])).toEqual([
      ['a2c', 11, undefined],
      ['a2c+cpc', 11, undefined],
      ['as-is', 11, undefined],
      ['a2c', 12, undefined],
      ['a2c+cpc', 12, undefined],
      ['as-is', 12, undefined],
    ]);
    const longer = sweepTrials(parse({ ...plain, seeds: [11, 12, 13] }));
    expect(longer.slice(0, short.length)).toEqual(short);
  });

  test('a trial folder is named by index and arm', () => {
    expect(trialName({ index: 3, arm: 'a2c+cpc' })).toBe('0003-a2c+cpc');
  });
});

describe('what is drawn', () => {
  test('is the same for all arms, levels and seeds of a draw, and differs between draws', () => {
    for (const draw of [0, 1]) {
      const own = trials.filter((trial) => trial.draw === draw);
      for (const trial of own) expect(trial.hyperparameters).toEqual(own[0]!.hyperparameters);
    }
    const [first, second] = [0, 1].map((draw) => find({ draw }).hyperparameters);
    expect(first!['agent.learningRate']).not.toBe(second!['agent.learningRate']);
  });

  test('does not depend on what else is searched, on arms, levels or seeds', () => {
    const alone = parse({
      ...SWEEP,
      search: { 'agent.learningRate': SWEEP.search['agent.learningRate'] },
      arms: { other: {} },
      seeds: [5],
    });
    expect(sweepTrials(alone)[0]!.hyperparameters['agent.learningRate']).toBe(
      trials[0]!.hyperparameters['agent.learningRate'],
    );
  });
});

describe('settings of a trial', () => {
  test('base, set, level, arm, drawn values, seed: later ones over earlier', () => {
    const trial = find({ arm: 'a2c+cpc', levelId: 'B', seed: 12, draw: 1 });
    const { settings, hyperparameters } = resolveTrial(sweep, BASE, trial);
    expect(settings).toEqual({
      env: { id: 'B', count: 4, options: { size: 'small', width: 48 } },
      totalFrames: 2000,
      agent: { learningRate: trial.hyperparameters['agent.learningRate'], discount: 0.5 },
      auxiliary: { cpc: { weight: 0.5, steps: 7 } },
      seed: 12,
    });
    expect(hyperparameters).toEqual(trial.hyperparameters);
  });

  test('what an arm has on one level alone goes over the arm, and stays on that level', () => {
    const own = { agent: { discount: 0.75 }, auxiliary: { cpc: { steps: 3 } } };
    const [levelA, levelB] = SWEEP.levels;
    const levels = [levelA, { ...levelB, arms: { 'a2c+cpc': own } }];
    const settingsOf = (levelId: string, arm: string): unknown => {
      const changed = parse({ ...SWEEP, levels });
      const trial = sweepTrials(changed).find(
        (one) => one.level?.id === levelId && one.arm === arm,
      );
      return resolveTrial(changed, BASE, trial!).settings;
    };
    expect(settingsOf('B', 'a2c+cpc')).toMatchObject({
      agent: { discount: 0.75 },
      auxiliary: { cpc: { steps: 3, weight: 0.5 } },
    });
    expect(settingsOf('A', 'a2c+cpc')).toMatchObject({ agent: { discount: 0.5 } });
    expect(settingsOf('B', 'a2c')).toMatchObject({
      agent: { discount: 0.5 },
      auxiliary: { cpc: null },
    });
  });

  test('an arm without an auxiliary loss does not get it through its drawn weight', () => {
    const { settings, hyperparameters } = resolveTrial(sweep, BASE, find({ arm: 'a2c' }));
    expect(settings).toMatchObject({ auxiliary: { cpc: null }, totalFrames: 500 });
    expect(Object.keys(hyperparameters)).toEqual(['agent.learningRate']);
  });

  test('neither the base nor the sweep changes', () => {
    const before = structuredClone([BASE, sweep]);
    for (const trial of trials) resolveTrial(sweep, BASE, trial);
    expect([BASE, sweep]).toEqual(before);
  });
});

describe('a sweep file is refused', () => {
  const faults = (changes: Record<string, unknown>): string =>
    JSON.stringify(sweepConfig.safeParse({ ...SWEEP, ...changes }).error?.issues);

  test.each([
    ['an arm with another budget', { arms: { long: { totalFrames: 5 } } }, 'no totalFrames here'],
    ['an arm on another level', { arms: { b: { env: { id: 'B' } } } }, 'no env.id here'],
    ['an arm with a seed', { arms: { b: { seed: 3 } } }, 'no seed here'],
    [
      'an arm that sets what is drawn',
      { arms: { b: { agent: { learningRate: 1 } } } },
      'it is drawn, alike for all arms',
    ],
    [
      'an arm that sets what is drawn, on one level',
      { levels: [{ id: 'A', arms: { a2c: { agent: { learningRate: 1 } } } }] },
      'it is drawn, alike for all arms',
    ],
    [
      'a level with an arm that is not there',
      { levels: [{ id: 'A' }, { id: 'B', arms: { a3c: {} } }] },
      '["levels",1,"arms","a3c"],"message":"expected one of the arms a2c, a2c+cpc, as-is"',
    ],
    ['no arm', { arms: {} }, 'at least one arm'],
    ['an arm that is no folder name', { arms: { 'a/b': {} } }, 'a letter first'],
    ['a seed twice', { seeds: [1, 2, 1] }, 'every one of the seeds once'],
    ['a level twice', { levels: [{ id: 'A' }, { id: 'A' }] }, 'every one of the levels once'],
    ['draws of nothing', { search: {} }, 'add a search section'],
    ['a range with zero', { search: { 'agent.a': { logUniform: { from: 0, to: 1 } } } }, 'above 0'],
    ['a range upside down', { search: { 'agent.a': { uniform: { from: 2, to: 1 } } } }, 'below'],
    [
      'two distributions in one',
      { search: { 'agent.a': { uniform: { from: 0, to: 1 }, choice: [1] } } },
      'exactly one of logUniform, uniform and choice',
    ],
    ['an unknown key', { sedes: [1] }, 'sedes'],
  ])('%s', (_, changes, message) => {
    expect(faults(changes)).toContain(message);
  });
});
