import { beforeAll, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { compareRuns, readRuns, type Comparison } from '../../src/compare/index.js';
import { createReport, type Report } from '../../src/report/index.js';
import { writeSyntheticRun } from '../support/syntheticRuns.js';

const LEVELS = {
  arena: { level: 'RlTools/SeekAvoidArena-v0', options: { size: 'small' } },
  pool: { level: 'RlTools/RoomsWatermaze-v0', options: { size: 'small' } },
};
const HOSTILE = `</script><img src=x onerror=alert(1)>"&'`;
const OPTIONS = {
  title: 'A & B',
  madeAt: '2024-05-06T07:08:09.000Z',
  version: '1.2.3',
  style: 'p{}',
  script: '// nothing',
};
const folder = mkdtempSync(join(tmpdir(), 'cpc-rl-report-'));

let comparison: Comparison;
let report: Report;

/** A comparison of few resamples, which takes no time. */
const compare = (path: string): Comparison =>
  compareRuns(readRuns([path]), { replications: 200, bins: 20 });

beforeAll(async () => {
  for (const [name, level] of Object.entries(LEVELS)) {
    for (const seed of [1, 2, 3, 4]) {
      const plain = { ...level, seed, score: 4 };
      writeSyntheticRun(join(folder, 'all', `${name}-a2c-${seed}`), plain);
      const helped = { ...plain, score: 6, cpcSteps: 12 };
      writeSyntheticRun(join(folder, 'all', `${name}-cpc-${seed}`), helped);
    }
  }
  comparison = compare(join(folder, 'all'));
  report = await createReport(comparison, OPTIONS);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Rows of a table: name of the row, and the numbers behind each cell by column. */
function readTable(html: string, id: string): { name: string; cells: Record<string, number[]> }[] {
  const body = new RegExp(`<table id="${id}">.*?<tbody>(.*?)</tbody>`, 's').exec(html)![1]!;
  return [...body.matchAll(/<tr><th[^>]*>(.*?)<\/th>(.*?)<\/tr>/gs)].map(([, name, rest]) => ({
    name: name!,
    cells: Object.fromEntries(
      [...rest!.matchAll(/<td[^>]*data-key="([^"]+)">(.*?)<\/td>/gs)].map(([, key, cell]) => [
        key!,
        [...cell!.matchAll(/<data value="([^"]+)">/g)].map(([, value]) => Number(value)),
      ]),
    ),
  }));
}

test('the tables hold the numbers of the comparison, to the last digit', () => {
  const levels = Object.entries(comparison.levels);
  expect(levels.map(([level]) => level)).toEqual(
    Object.values(LEVELS)
      .map(({ level }) => level)
      .sort(),
  );
  for (const [level, { arms }] of levels) {
    const id = level.toLowerCase().replace('/', '-');
    const rows = readTable(report.html, `table-scores-${id}`);
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(arms));
    for (const { name, cells } of rows) {
      const arm = arms[name]!;
      expect(cells.iqm).toEqual([arm.iqm, ...arm.iqmInterval]);
      expect(cells.mean).toEqual([arm.mean, ...arm.meanInterval]);
      expect(cells.median).toEqual([arm.median, ...arm.medianInterval]);
      expect(cells.areaUnderCurve).toEqual([arm.areaUnderCurve, ...arm.areaUnderCurveInterval]);
      expect(cells.standardDeviation).toEqual([arm.standardDeviation]);
      const { median, interval } = arm.framesToReach;
      expect(cells.framesToReach).toEqual([median, ...interval].filter((value) => value !== null));
    }
    const singles = readTable(report.html, `table-runs-${id}`);
    expect(singles.map(({ cells }) => cells.finalScore)).toEqual(
      Object.values(arms).flatMap(({ seeds }) => seeds.map((score) => [score])),
    );
  }
});

test('so do probability of improvement and the aggregates over levels', () => {
  const { probabilityOfImprovement, aggregates } = comparison;
  const improvements = readTable(report.html, 'table-improvement');
  expect(improvements.map(({ cells }) => cells.probability)).toEqual(
    probabilityOfImprovement.map(({ value, interval }) => [value, ...interval]),
  );
  expect(Object.keys(aggregates).length).toBeGreaterThan(0);
  for (const [kind, aggregate] of Object.entries(aggregates)) {
    for (const { name, cells } of readTable(report.html, `table-aggregates-${kind}`)) {
      for (const statistic of ['iqm', 'median', 'mean', 'optimalityGap'] as const) {
        const { value, interval } = aggregate.arms[name]![statistic];
        expect(cells[statistic]).toEqual([value, ...interval]);
      }
    }
  }
});

test('settings that an arm has on one level alone stand with that level', async () => {
  for (const [name, level] of Object.entries(LEVELS)) {
    const rate = name === 'arena' ? 0.003 : 0.0004;
    const path = (arm: string): string => join(folder, 'tuned', `${name}-${arm}`);
    writeSyntheticRun(path('a2c'), { ...level, seed: 1 });
    const tuned = { ...level, seed: 1, cpcSteps: 12, agent: { learningRate: rate } };
    writeSyntheticRun(path('cpc'), tuned);
  }
  const { html } = await createReport(compare(join(folder, 'tuned')), OPTIONS);
  const row = /<th[^>]*>agent\.learningRate<\/th>.*?<\/tr>/s.exec(html)![0];
  const cells = [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => cell);
  expect(cells).toEqual(['0.001', '0.0004 (RoomsWatermaze) / 0.003 (SeekAvoidArena)']);
});

test('a note stands in the report for each of the comparison', () => {
  expect(comparison.notes.length).toBeGreaterThan(0);
  const notes = /<section class="notice" id="notes".*?<\/section>/s.exec(report.html)![0];
  expect(notes.match(/<li>/g)).toHaveLength(comparison.notes.length);
});

test('figures and data are files, the curves with every number of the comparison', () => {
  const names = report.files.map(({ name }) => name);
  const arena = 'rltools-seekavoidarena-v0';
  for (const name of [
    `curves-${arena}-frames.svg`,
    `curves-${arena}-seconds.csv`,
    `${arena}--a2c-cpc--cpc-accuracy--map.svg`,
    `${arena}--cpc-meanloss--scalar.csv`,
    'table-origins.csv',
  ]) {
    expect(names).toContain(name);
  }
  expect(new Set(names).size).toBe(names.length);
  const csv = report.files.find(({ name }) => name === `curves-${arena}-frames.csv`)!.content;
  const rows = csv.split('\n').map((line) => line.split(','));
  const { arms } = comparison.levels[LEVELS.arena.level]!;
  for (const [arm, { curves, runs }] of Object.entries(arms)) {
    const of = (statistic: string): string[][] =>
      rows.filter((row) => row[0] === arm && row[1] === statistic);
    const text = (value: number | null | undefined): string => String(value ?? '');
    expect(of('iqm').map((row) => row[4])).toEqual(curves.frames.iqm.map(text));
    expect(of('iqm').map((row) => row[5])).toEqual(
      curves.frames.iqmInterval.map((ends) => text(ends?.[0])),
    );
    expect(of('run').map((row) => row[4])).toEqual(
      runs.flatMap(({ curve }) => curve.frames.map(text)),
    );
  }
});

test('nothing in the page points outside, and only its own script may run', () => {
  expect(report.html).not.toMatch(/(src|href)="(?!#|data:,)/);
  expect(report.html).not.toMatch(/url\((?!#)/);
  expect(report.html).toContain('default-src &#39;none&#39;');
  expect(report.html).toMatch(/script-src &#39;sha256-[\w+/]+=&#39;/);
});

test('every table has a caption, every picture a description, headings do not skip', () => {
  const count = (pattern: RegExp): number => report.html.match(pattern)?.length ?? 0;
  expect(count(/<table /g)).toBe(count(/<caption /g));
  expect(count(/<figure /g)).toBe(count(/<div role="img" aria-label="[^"]{20,}">/g));
  expect(count(/<h1>/g)).toBe(1);
  const levels = [...report.html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
  levels.slice(1).forEach((level, i) => {
    expect(level).toBeLessThanOrEqual(levels[i]! + 1);
  });
  const ids = [...report.html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('equal comparisons make equal pages', async () => {
  expect(await createReport(comparison, OPTIONS)).toEqual(report);
});

test('one run of one arm makes a report too, without what there is not', async () => {
  const path = join(folder, 'one');
  writeSyntheticRun(path, { seed: 1, hasMetrics: false });
  const { html } = await createReport(compare(path), OPTIONS);
  for (const id of ['improvement', 'aggregates', 'diagnostics', 'hyperparameters']) {
    expect(html).not.toContain(`<section id="${id}"`);
  }
  expect(html).not.toContain('value="seconds"'); // no clock, no choice
  expect(html).toContain('The arms do not differ in any setting.');
  expect(html).toContain(`npx cpc-rl train ${path}/config.yaml`);
});

test('names cannot become markup; trials say what was drawn and how to repeat them', async () => {
  const path = join(folder, 'hostile');
  const environment = {
    commit: HOSTILE,
    node: '22.1.0',
    platform: 'linux-x64',
    cpu: HOSTILE,
    cores: 3,
    command: 'not this one',
  };
  for (const [draw, learningRate] of [1e-4, 5e-3].entries()) {
    for (const [place, arm] of [HOSTILE, `${HOSTILE} 2`].entries()) {
      const index = 2 * draw + place;
      writeSyntheticRun(join(path, `trial ${index} <b>`), {
        seed: 100 + draw,
        level: HOSTILE,
        environment,
        trial: {
          sweep: HOSTILE,
          index,
          arm,
          draw,
          hyperparameters: { 'agent.learningRate': learningRate },
          command: `npx cpc-rl sweep '${HOSTILE}' --index ${index}`,
        },
      });
    }
  }
  const { html, files } = await createReport(compare(path), { ...OPTIONS, title: HOSTILE });
  const escaped = '&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&amp;&#39;';
  expect(html).not.toContain('<img');
  expect(html).not.toContain('<b>');
  expect(html.split('</script>')).toHaveLength(html.split('<script').length);
  expect(html).toContain(`<h1>${escaped}</h1>`);
  expect(html).toContain(`<code>npx cpc-rl sweep &#39;${escaped}&#39; --index 3</code>`);
  const draws = readTable(html, 'table-draws-script-img-src-x-onerror-alert-1');
  expect(draws.map(({ name, cells }) => [name, cells['agent.learningRate']])).toEqual([
    ['<data value="0">0</data>', [1e-4]],
    ['<data value="1">1</data>', [5e-3]],
  ]);
  const origins = readTable(html, 'table-origins');
  expect(origins.map(({ cells }) => [cells.cores, cells.runs])).toEqual([[[3], [4]]]);
  for (const { name } of files) expect(name).toMatch(/^[a-z0-9-]+\.(svg|csv)$/);
});

test('a choice of runs is labelled above everything else', async () => {
  const path = join(folder, 'chosen');
  for (const draw of [0, 1]) {
    writeSyntheticRun(join(path, `trial-${draw}`), {
      seed: 7 + draw,
      score: 2 + draw,
      trial: {
        sweep: 's',
        index: draw,
        arm: 'a',
        draw,
        hyperparameters: { 'agent.learningRate': 10 ** -(draw + 3) },
        command: 'c',
      },
    });
  }
  const chosen = compareRuns(readRuns([path]), { replications: 200, draws: { draw: 'best' } });
  const { html } = await createReport(chosen, OPTIONS);
  const label = html.indexOf('<h2>Selected runs</h2>');
  expect(label).toBeGreaterThan(0);
  expect(label).toBeLessThan(html.indexOf('<figure'));
});
