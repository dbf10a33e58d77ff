import type { DetailMessage } from '../messages.js';
import { ink, lineLook, timeAxis, tooltip, valueAxis, type PageChart } from './chart.js';
import type { TimeAxis } from './smoothing.js';

/** Rare long updates, such as the first, which compiles, go over the edge of the picture. */
const SHARE_WITHIN = 0.95;
const ROOM = 1.2;
const MS = 1000;

/** What an update's time is spent on, as areas on each other. */
export function drawThroughput(chart: PageChart, detail: DetailMessage, axis: TimeAxis): void {
  const { scalars, activities } = detail;
  const columns = activities.map((name) =>
    (scalars.values[`secondsSpent/${name}`] ?? []).map((value) => (value ?? 0) * MS),
  );
  const totals = scalars.frames.map((_, i) => columns.reduce((sum, list) => sum + list[i]!, 0));
  const series = activities.map((name, i) => {
    const { color } = lineLook(i);
    return {
      name,
      type: 'line',
      stack: 'time',
      showSymbol: false,
      lineStyle: { width: 1, color },
      itemStyle: { color },
      areaStyle: { color, opacity: 0.75 },
      data: scalars[axis].map((x, row) => [x, columns[i]![row]!]),
    };
  });
  const yAxis = valueAxis();
  yAxis.axisLabel.showMaxLabel = false; // it may stand between two ticks
  chart.draw(
    {
      xAxis: timeAxis(axis),
      yAxis: { ...yAxis, scale: false, min: 0, max: ceiling(totals) },
      grid: {
        left: 12,
        right: 16,
        top: 50,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      legend: {
        top: 2,
        left: 'center',
        ...{ itemHeight: 10, itemWidth: 12, itemGap: 10, icon: 'rect' },
        textStyle: { color: ink('text'), fontSize: 12 },
      },
      tooltip: {
        ...tooltip('axis'),
        valueFormatter: (value: unknown) =>
          typeof value === 'number' ? `${value.toFixed(1)} ms` : '–',
      },
      series,
    },
    `Milliseconds per update by what they are spent on: ${latest(activities, columns)}`,
  );
}

function ceiling(totals: readonly number[]): number | undefined {
  const sorted = [...totals].sort((a, b) => a - b);
  const most = sorted[Math.floor(SHARE_WITHIN * (sorted.length - 1))];
  if (most === undefined || most === 0) return undefined;
  const step = 10 ** Math.floor(Math.log10(most * ROOM)) / 2;
  return Math.ceil((most * ROOM) / step) * step;
}

function latest(activities: readonly string[], columns: readonly (readonly number[])[]): string {
  return activities.map((name, i) => `${name} ${Math.round(columns[i]!.at(-1) ?? 0)}`).join(', ');
}
