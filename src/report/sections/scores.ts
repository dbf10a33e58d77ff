import type { Interval } from '../../compare/index.js';
import { intervalChart } from '../chart/index.js';
import { armsAt, intervalName, levelName } from '../context.js';
import type { ReportContext } from '../context.js';
import type { Figure } from '../figure.js';
import { markup } from '../html.js';
import { formatNumber, formatPercent, formatSetting, shortCount } from '../../charts/index.js';
import type { IntervalCell, Table } from '../table.js';

/** An estimate as a table's cell. */
export function intervalCell(
  value: number | null,
  [low, high]: readonly [number | null, number | null],
): IntervalCell {
  return { value, low, high };
}

/** Final scores of a level: every run, and the interquartile mean with its interval. */
export function scoresFigure(context: ReportContext, level: string): Figure {
  const arms = armsAt(context, level);
  const random = context.comparison.levels[level]!.references?.random ?? null;
  const description = arms
    .map(({ name, result: { iqm, iqmInterval } }) => `${name}: ${inWords(iqm, iqmInterval)}.`)
    .join(' ');
  return {
    id: `scores-${context.ids.get(level)!}`,
    title: `Final scores, ${levelName(level)}`,
    caption: markup`Faint marks are single runs, strong ones the interquartile mean with its
    ${intervalName(context.comparison)}.${random !== null && ' The dotted line is the mean of a random policy.'}`,
    description,
    chart: intervalChart({
      rows: arms,
      panels: [
        {
          x: { name: 'final score (unclipped return)', kind: 'value', margin: 0.04 },
          ...(random === null ? {} : { reference: random }),
          estimates: arms.map(
            ({
              result: {
                iqm,
                iqmInterval: [low, high],
                seeds,
              },
            }) => ({
              value: iqm,
              low,
              high,
              dots: seeds,
            }),
          ),
        },
      ],
    }),
    data: {
      header: ['arm', 'seed', 'draw', 'finalScore'],
      rows: arms.flatMap(({ name, result: { runs } }) =>
        runs.map(({ seed, draw, finalScore }) => [name, seed, draw, finalScore]),
      ),
    },
  };
}

/** Statistics of every arm on a level. */
export function scoresTable(context: ReportContext, level: string): Table {
  const { comparison, ids } = context;
  const arms = armsAt(context, level);
  const { score, chosen } = arms[0]!.result.framesToReach;
  const target = formatSetting(score);
  return {
    id: `table-scores-${ids.get(level)!}`,
    caption: markup`Final scores on ${levelName(level)} with ${intervalName(comparison)}s. A run’s
    final score is the mean unclipped return of the episodes that ended in the last
    ${formatPercent(comparison.settings.finalShare)} of the frames. Score to reach: ${target}
    (${chosen}); “–” lies beyond the budget.`,
    columns: [
      { name: 'Arm', key: 'arm', kind: 'text' },
      { name: 'Runs', key: 'runs', kind: 'number' },
      { name: 'IQM', key: 'iqm', kind: 'interval' },
      { name: 'Mean', key: 'mean', kind: 'interval' },
      { name: 'Median', key: 'median', kind: 'interval' },
      { name: 'SD', key: 'standardDeviation', kind: 'number' },
      { name: 'Area under curve', key: 'areaUnderCurve', kind: 'interval' },
      {
        name: `Frames to ${target} (median)`,
        key: 'framesToReach',
        kind: 'interval',
        format: shortCount,
      },
      { name: `Reached ${target}`, key: 'reached', kind: 'number' },
    ],
    rows: arms.map(({ name, result }) => [
      name,
      result.runs.length,
      intervalCell(result.iqm, result.iqmInterval),
      intervalCell(result.mean, result.meanInterval),
      intervalCell(result.median, result.medianInterval),
      result.standardDeviation,
      intervalCell(result.areaUnderCurve, result.areaUnderCurveInterval),
      intervalCell(result.framesToReach.median, result.framesToReach.interval),
      result.framesToReach.reached,
    ]),
  };
}

/** Every run of a level. */
export function runsTable(context: ReportContext, level: string): Table {
  const rows = armsAt(context, level).flatMap(({ name, result }) =>
    result.runs.map((run) => [
      name,
      String(run.seed),
      run.draw,
      run.finalScore,
      run.areaUnderCurve,
      run.framesToReach,
      run.episodes,
      run.seconds,
      run.path,
    ]),
  );
  return {
    id: `table-runs-${context.ids.get(level)!}`,
    caption: `Single runs on ${levelName(level)}`,
    columns: [
      { name: 'Arm', key: 'arm', kind: 'text' },
      { name: 'Seed', key: 'seed', kind: 'text' },
      { name: 'Draw', key: 'draw', kind: 'number' },
      { name: 'Final score', key: 'finalScore', kind: 'number' },
      { name: 'Area under curve', key: 'areaUnderCurve', kind: 'number' },
      { name: 'Frames to reach', key: 'framesToReach', kind: 'number' },
      { name: 'Episodes', key: 'episodes', kind: 'number' },
      {
        name: 'Seconds',
        key: 'seconds',
        kind: 'number',
        format: (value) => formatNumber(value, 0),
      },
      { name: 'Folder', key: 'path', kind: 'text' },
    ],
    rows,
  };
}

/** `1.2 (0.8 to 1.6)`. */
export function inWords(value: number, [low, high]: Interval): string {
  return `${formatNumber(value)} (${formatNumber(low)} to ${formatNumber(high)})`;
}
