import {
  appendFileSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRunsIn } from '../../src/cli/dashboard/findRuns.js';
import { LineTail } from '../../src/cli/dashboard/lineTail.js';
import { parseEpisodeLine, parseMetricsLine } from '../../src/cli/dashboard/logLines.js';
import type { RunState } from '../../src/cli/dashboard/messages.js';
import { smoothed } from '../../src/cli/dashboard/page/smoothing.js';
import { readRunInfo } from '../../src/cli/dashboard/runInfo.js';
import { sampledLines } from '../../src/cli/dashboard/sampledLines.js';
import { stateOf, type StateFacts } from '../../src/cli/dashboard/runState.js';
import { ThinnedRows } from '../../src/cli/dashboard/thinnedRows.js';
import { warningsOf, type RunFigures } from '../../src/cli/dashboard/warnings.js';
import { useTemporaryFolder } from '../metrics/temporaryFolder.js';
import { randomNumbers } from '../support/random.js';

const folder = useTemporaryFolder();

describe('a log is read as it grows', () => {
  /** What a reader holds who follows what it is told. */
  async function follow(tail: LineTail, held: string[], mostBytes = 1000): Promise<void> {
    for (let more = true; more;) {
      const found = await tail.read(mostBytes);
      if (found.restarted) held.length = 0;
      held.push(...found.lines);
      more = found.more;
    }
  }

  test('a file that is not there yet has no lines', async () => {
    const tail = new LineTail(folder.at('log'));
    expect(await tail.read(100)).toEqual({ lines: [], restarted: false, more: false, size: 0 });
    writeFileSync(folder.at('log'), 'a\n');
    expect((await tail.read(100)).lines).toEqual(['a']);
  });

  test('an unfinished last line waits for its end', async () => {
    const tail = new LineTail(folder.at('log'));
    writeFileSync(folder.at('log'), 'one\ntw');
    expect((await tail.read(100)).lines).toEqual(['one']);
    expect((await tail.read(100)).lines).toEqual([]);
    appendFileSync(folder.at('log'), 'o\nthree');
    expect((await tail.read(100)).lines).toEqual(['two']);
  });

  test('a log cut back begins anew, also if it has grown past its old end since', async () => {
    for (const regrown of ['', 'B\n', 'B\nC\nD\nE\nF\n']) {
      writeFileSync(folder.at('log'), 'a\nb\nc\n');
      const [tail, held] = [new LineTail(folder.at('log')), [] as string[]];
      await follow(tail, held);
      truncateSync(folder.at('log'), 2);
      appendFileSync(folder.at('log'), regrown);
      await follow(tail, held);
      expect(held).toEqual(['a', ...regrown.split('\n').slice(0, -1)]);
    }
  });

  test('a log that was removed is forgotten', async () => {
    writeFileSync(folder.at('log'), 'a\n');
    const [tail, held] = [new LineTail(folder.at('log')), [] as string[]];
    await follow(tail, held);
    rmSync(folder.at('log'));
    await follow(tail, held);
    expect(held).toEqual([]);
  });

  test('whatever is written and cut, and however little is read at once, the lines are the file’s', async () => {
    const numbers = randomNumbers(11);
    const random = (): number => numbers.uniforms(1)[0]!;
    const path = folder.at('log');
    const [tail, held] = [new LineTail(path), [] as string[]];
    let text = '';
    writeFileSync(path, text);
    for (let change = 0; change < 300; change++) {
      if (random() < 0.1) {
        text = text.slice(0, text.lastIndexOf('\n', text.length * random()) + 1);
        truncateSync(path, text.length);
      }
      const more = `${change} ${'x'.repeat(30 * random())}${random() < 0.7 ? '\n' : ''}`;
      text += more;
      appendFileSync(path, more);
      if (random() < 0.5) await follow(tail, held, 64);
    }
    await follow(tail, held, 64);
    expect(held).toEqual(text.split('\n').slice(0, -1));
  });
});

test('of a long log that is read at once, some two thousand lines are read evenly, and the last', () => {
  const lines = Array.from({ length: 5000 }, (_, i) => String(i).padStart(9, '0'));
  expect(sampledLines(lines, 50_000)).toEqual(
    lines.filter((line) => Number(line) % 2 === 0 || line === '000004999'),
  );
  // A part of a log ten times as long.
  expect(sampledLines(lines, 500_000)).toHaveLength(5000 / 25 + 1);
  expect(sampledLines(lines.slice(0, 100), 500_000)).toHaveLength(100);
  expect(sampledLines(lines.slice(0, 1500), 15_000)).toHaveLength(1500);
});

describe('rows are thinned', () => {
  const filled = (rows: number, most: number): ThinnedRows => {
    const made = new ThinnedRows(most);
    for (let i = 0; i < rows; i++) made.add({ frames: i + 1, seconds: 2 * i }, { even: i % 2, i });
    return made;
  };

  test('few are kept as they are', () => {
    expect(filled(3, 4).columns()).toEqual({
      frames: [1, 2, 3],
      seconds: [0, 2, 4],
      counts: [1, 1, 1],
      values: { even: [0, 1, 0], i: [0, 1, 2] },
    });
  });

  test('many are averaged over neighbours of equal number', () => {
    // Of 4 at most: when the fifth comes, pairs; when the ninth comes, fours.
    expect(filled(11, 4).columns()).toEqual({
      frames: [4, 8, 11],
      seconds: [6, 14, 20],
      counts: [4, 4, 3],
      values: { even: [0.5, 0.5, 0.333333], i: [1.5, 5.5, 9] },
    });
  });

  test('never more than allowed, and the mean over all stays', () => {
    const { counts, values } = filled(100_000, 64).columns();
    expect(counts.length).toBeGreaterThan(32);
    expect(counts.length).toBeLessThanOrEqual(64);
    const sum = counts.reduce((total, count, i) => total + count * values.i![i]!, 0);
    expect(sum / 100_000 / 49_999.5).toBeCloseTo(1, 5); // (0 + … + 99 999) / 100 000, to six digits
  });

  test('a column may begin late and have gaps', () => {
    const rows = new ThinnedRows(4);
    for (let i = 0; i < 6; i++)
      rows.add({ frames: i, seconds: null }, i < 3 ? {} : { late: i === 4 ? null : i });
    // Pairs (0, 1), (2, 3), (4, 5): none; 3 alone; 5 alone.
    expect(rows.columns().values).toEqual({ late: [null, 3, 5] });
  });

  test('what is no number counts as no value, and there is an end to columns', () => {
    const rows = new ThinnedRows(4);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`c${i}`, i]));
    rows.add({ frames: 1, seconds: 1 }, { ...many, nan: NaN });
    expect(Object.keys(rows.columns().values)).toHaveLength(256);
  });

  test('seconds at some frames lie between those of the rows', () => {
    const rows = new ThinnedRows(4);
    rows.add({ frames: 100, seconds: 10 }, {});
    rows.add({ frames: 200, seconds: 30 }, {});
    expect(rows.secondsAt([50, 100, 150, 200, 250])).toEqual([5, 10, 20, 30, null]);
  });
});

describe('lines', () => {
  test('numbers, objects of numbers and lists of metrics.jsonl', () => {
    const actors = { expected: 2, connected: 1, environmentsLeftOut: 8, silentSeconds: [0, 3] };
    const line = {
      frames: 8,
      steps: 2,
      time: 't',
      seconds: 1,
      loss: null,
      secondsSpent: { update: 0.5 },
    };
    expect(
      parseMetricsLine(JSON.stringify({ ...line, actors, 'auxiliary/cpc/loss': [2, null] })),
    ).toEqual({
      frames: 8,
      seconds: 1,
      time: 't',
      scalars: { steps: 2, 'secondsSpent/update': 0.5 },
      lists: { 'auxiliary/cpc/loss': { 1: 2, 2: null } },
      actors,
    });
  });

  test.each(['', '{', '[]', 'null', '{"frames":1}', '{"frames":"1","seconds":1,"time":"t"}'])(
    '%j is no line of metrics',
    (line) => {
      expect(parseMetricsLine(line)).toBeUndefined();
    },
  );

  test('episodes, whatever the level is called', () => {
    const episode = { frames: 2400, environment: 1, return: -0.5, length: 300 };
    expect(parseEpisodeLine('2400,600,1,RlTools/Level-v0,-0.5,300')).toEqual(episode);
    expect(parseEpisodeLine('2400,600,1,"a, ""b"", c",-0.5,300')).toEqual(episode);
    expect(parseEpisodeLine('frames,steps,environment,level,return,length')).toBeUndefined();
    expect(parseEpisodeLine('1,2,3')).toBeUndefined();
  });
});

test('runs are found in folders of folders, each once, with names that tell them apart', () => {
  const run = (name: string): void => {
    mkdirSync(folder.at(name), { recursive: true });
    writeFileSync(folder.at(join(name, 'config.yaml')), 'env: { id: Level }');
  };
  for (const name of [
    'sweep/trials/0010-a2c',
    'sweep/trials/0002-a2c',
    'sweep/trials/0002-a2c/inner',
  ])
    run(name);
  symlinkSync(folder.at('sweep/trials'), folder.at('sweep/ways-to-the-same'));
  const names = (place: string): string[] => findRunsIn(folder.at(place)).map(({ name }) => name);
  expect(names('sweep')).toEqual(['sweep/0002-a2c', 'sweep/0010-a2c']);
  expect(names('sweep/trials/0002-a2c')).toEqual(['0002-a2c']);
  expect(names('nowhere')).toEqual([]);
});

test('what a run is, from its configuration and its trial', () => {
  const config =
    'env: { id: Level, count: 8 }\nseed: 3\ntotalFrames: 100\nauxiliary: { cpc: { steps: 3 }, other: null }\n';
  writeFileSync(folder.at('config.yaml'), config);
  const info = { level: 'Level', arm: 'a2c+cpc', seed: 3, totalFrames: 100 };
  expect(readRunInfo(folder.at())).toEqual(info);
  writeFileSync(folder.at('trial.json'), '{"format": 1}'); // not whole: no reason to fail
  expect(readRunInfo(folder.at())).toEqual(info);
  writeFileSync(folder.at('config.yaml'), 'env: {');
  expect(readRunInfo(folder.at())).toBeUndefined();
});

test.each<[RunState, Partial<StateFacts>]>([
  ['running', {}],
  ['waiting', { lineMs: null, frames: 0 }],
  ['running', { nowMs: 60_000 }],
  ['silent', { nowMs: 60_001 }],
  ['running', { nowMs: 99_000, secondsPerLine: 10 }],
  ['finished', { isLocked: false, frames: 1000 }],
  ['finished', { isLocked: false, frames: 1006, summaryMs: 5 }],
  ['stopped', { isLocked: false, summaryMs: 5 }],
  ['ended', { isLocked: false }],
  ['ended', { isLocked: false, summaryMs: -5 }], // an earlier session's
  ['waiting', { isLocked: false, lineMs: null, frames: 0 }],
])('a run is %s with %j', (expected, changes) => {
  const facts = {
    ...{ isLocked: true, summaryMs: null, lineMs: 0, frames: 500, totalFrames: 1000 },
    ...{ secondsPerLine: 1, nowMs: 1000 },
  };
  expect(stateOf({ ...facts, ...changes })).toBe(expected);
});

describe('warnings', () => {
  const columns = (values: Record<string, number[]>): RunFigures['scalars'] => {
    const frames = Array.from({ length: 40 }, (_, i) => i);
    return { frames, seconds: frames, counts: frames.map(() => 1), values };
  };
  const level = (from: number, to: number): number[] =>
    Array.from({ length: 40 }, (_, i) => (i < 30 ? from : to));
  const healthy: RunFigures = {
    state: 'running',
    secondsSinceLine: 1,
    droppedMessages: 0,
    actors: { expected: 2, connected: 2, environmentsLeftOut: 0, silentSeconds: [0, 0] },
    scalars: columns({
      residentBytes: level(1e9, 1.2e9),
      tensors: level(100, 100),
      'secondsSpent/environments': level(0.5, 0.5),
      'secondsSpent/update': level(0.5, 0.5),
    }),
    freeDiskBytes: 1e11,
    machineBytes: 8e9,
  };

  test('none for a healthy run', () => {
    expect(warningsOf(healthy)).toEqual([]);
  });

  test.each<[string, Partial<RunFigures>]>([
    ['1 of 2 actors gone', { actors: { ...healthy.actors!, connected: 1 } }],
    ['goes on without 4 environments', { actors: { ...healthy.actors!, environmentsLeftOut: 4 } }],
    ['nothing written for 90 s', { state: 'silent', secondsSinceLine: 90 }],
    ['ended without a summary', { state: 'ended', actors: null }],
    ['3 messages dropped', { droppedMessages: 3 }],
    ['memory grew by 50 %', { scalars: columns({ residentBytes: level(1e9, 1.5e9) }) }],
    ['number of tensors grew by 30 %', { scalars: columns({ tensors: level(100, 130) }) }],
    [
      "holds 90 % of the machine's memory",
      { scalars: columns({ residentBytes: level(7.2e9, 7.2e9) }) },
    ],
    ['only 1.0 GiB left', { freeDiskBytes: 2 ** 30 }],
    [
      '75 % of the time is spent waiting',
      {
        scalars: columns({
          'secondsSpent/environments': level(3, 3),
          'secondsSpent/update': level(1, 1),
        }),
      },
    ],
  ])('%s', (expected, changes) => {
    expect(warningsOf({ ...healthy, ...changes }).map(({ text }) => text)).toEqual([
      expect.stringContaining(expected) as string,
    ]);
  });
});

describe('curves are smoothed', () => {
  const curve = (returns: (number | null)[], counts: number[]): Parameters<typeof smoothed>[0] => ({
    frames: returns.map((_, i) => 100 * (i + 1)),
    seconds: returns.map((_, i) => (i === 1 ? null : i)),
    returns,
    counts,
  });

  test('by a mean over the last episodes, by hand', () => {
    expect(smoothed(curve([4, 0, 2, 7], [1, 1, 1, 1]), { window: 2, axis: 'frames' })).toEqual([
      [200, 2],
      [300, 1],
      [400, 4.5],
    ]);
  });

  test('where episodes were averaged before, over as few as there are', () => {
    // 3 episodes of mean 1 each, then 3 of mean 5, then 3 of mean 9; a window of 4 needs two of them.
    const averaged = curve([1, 5, 9], [3, 3, 3]);
    expect(smoothed(averaged, { window: 4, axis: 'frames' })).toEqual([
      [200, 3],
      [300, 7],
    ]);
    expect(smoothed(averaged, { window: 1, axis: 'frames' })).toEqual([
      [100, 1],
      [200, 5],
      [300, 9],
    ]);
  });

  test('over seconds, without what has none', () => {
    expect(smoothed(curve([4, 0, 2], [1, 1, 1]), { window: 1, axis: 'seconds' })).toEqual([
      [0, 4],
      [2, 2],
    ]);
  });

  test('the mean of fewer than ten is not drawn, or of fewer than the window', () => {
    const points = smoothed(curve(Array<number>(30).fill(1), Array<number>(30).fill(1)), {
      window: 100,
      axis: 'frames',
    });
    expect(points[0]).toEqual([1000, 1]);
  });
});
