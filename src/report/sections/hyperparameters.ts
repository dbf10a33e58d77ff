import type { RunResult } from '../../compare/index.js';
import { dotChart } from '../chart/index.js';
import type { Axis } from '../chart/index.js';
import { armsAt, levelName } from '../context.js';
import type { ReportContext, Section } from '../context.js';
import type { Figure } from '../figure.js';
import { markup } from '../html.js';
import type { Html } from '../html.js';
import { formatSetting } from '../../charts/index.js';
import type { Cell, Table } from '../table.js';

/** The largest value is so many times the smallest before an axis is logarithmic. */
const LOG_RATIO = 10;

/** What a sweep drew for its runs, and how scores went with it; nothing outside sweeps. */
export function hyperparameterSection(context: ReportContext): Section | undefined {
  const parts = Object.keys(context.comparison.levels).flatMap((level) => {
    const keys = drawnKeys(context, level);
    return keys.length > 0 ? [levelBody(context, level, keys)] : [];
  });
  if (parts.length === 0) return undefined;
  return {
    id: 'hyperparameters',
    title: 'Hyperparameters drawn',
    body: markup`<p>Every arm gets the same draws. Each mark is one run.</p>
      ${parts}`,
  };
}

function levelBody(context: ReportContext, level: string, keys: readonly string[]): Html {
  const figures = keys
    .filter((key) => isNumeric(context, level, key))
    .map((key) => context.book.figure(drawFigure(context, level, key)));
  return markup`<h3>${levelName(level)}</h3>
    <div class="figures small">${figures}</div>
    ${context.book.table(drawTable(context, level, keys))}`;
}

function drawnKeys(context: ReportContext, level: string): string[] {
  const runs = armsAt(context, level).flatMap(({ result }) => result.runs);
  return [...new Set(runs.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))];
}

function isNumeric(context: ReportContext, level: string, key: string): boolean {
  const runs = armsAt(context, level).flatMap(({ result }) => result.runs);
  return runs.every(({ hyperparameters }) => typeof hyperparameters[key] === 'number');
}

function drawFigure(context: ReportContext, level: string, key: string): Figure {
  const groups = armsAt(context, level).map(({ name, style, className, result }) => ({
    name,
    style,
    className,
    points: result.runs.map(
      ({ hyperparameters, finalScore }) => [hyperparameters[key] as number, finalScore] as const, // isNumeric
    ),
  }));
  const values = groups.flatMap(({ points }) => points.map(([x]) => x));
  return {
    id: `draws-${context.ids.get(level)!}--${context.ids.get(key)!}`,
    title: `${key}, ${levelName(level)}`,
    caption: 'Final score of each run.',
    description: `${key} to the right, final score upwards, ${values.length} runs.`,
    chart: dotChart(groups, {
      x: settingAxis(key, values),
      y: { name: 'final score', kind: 'value' },
    }),
    data: {
      header: ['arm', key, 'finalScore'],
      rows: groups.flatMap(({ name, points }) => points.map(([x, y]) => [name, x, y])),
    },
  };
}

function settingAxis(name: string, values: readonly number[]): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isLog = least > 0 && most >= LOG_RATIO * least;
  return { name, kind: isLog ? 'log' : 'value', format: formatSetting };
}

/** One row for each draw and seed, with the scores of all arms. */
function drawTable(context: ReportContext, level: string, keys: readonly string[]): Table {
  const arms = armsAt(context, level);
  const trials = new Map<
    string,
    { readonly run: RunResult; readonly scores: Map<string, number> }
  >();
  for (const { name, result } of arms) {
    for (const run of result.runs) {
      const identity = JSON.stringify([
        run.draw,
        run.seed,
        keys.map((key) => run.hyperparameters[key]),
      ]);
      const trial = trials.get(identity) ?? { run, scores: new Map<string, number>() };
      trial.scores.set(name, run.finalScore);
      trials.set(identity, trial);
    }
  }
  return {
    id: `table-draws-${context.ids.get(level)!}`,
    caption: `Hyperparameters drawn on ${levelName(level)}, and the final scores of all arms`,
    columns: [
      { name: 'Draw', key: 'draw', kind: 'number' },
      { name: 'Seed', key: 'seed', kind: 'text' },
      ...keys.map((key) => ({ name: key, key, kind: 'number' as const, format: formatSetting })),
      ...arms.map(({ name }) => ({ name, key: name, kind: 'number' as const })),
    ],
    rows: [...trials.values()].map(({ run, scores }): Cell[] => [
      run.draw,
      String(run.seed),
      ...keys.map((key) => settingCell(run.hyperparameters[key])),
      ...arms.map(({ name }) => scores.get(name) ?? null),
    ]),
  };
}

function settingCell(value: unknown): Cell {
  if (typeof value === 'number') return value;
  return value === undefined ? null : JSON.stringify(value);
}
