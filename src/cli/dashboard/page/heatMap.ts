import { SEQUENTIAL_COLORS, shortCount, formatSeconds } from '../../../charts/index.js';
import type { Columns } from '../thinnedRows.js';
import { ink, shortValue, tooltip, type PageChart } from './chart.js';
import type { TimeAxis } from './smoothing.js';

const BAR_HEIGHT = 150;

/** A list over prediction steps, k upwards and training to the right, by colour. */
export function drawHeatMap(
  chart: PageChart,
  content: { readonly name: string; readonly rows: Columns; readonly axis: TimeAxis },
): void {
  const { name, rows, axis } = content;
  const steps = Object.keys(rows.values).sort((a, b) => Number(a) - Number(b));
  const cells = steps.flatMap((step, y) =>
    rows.values[step]!.flatMap((value, x) => (value === null ? [] : [[x, y, value]])),
  );
  const values = cells.map((cell) => cell[2]!);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const format = axis === 'frames' ? shortCount : formatSeconds;
  const category = {
    type: 'category',
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: ink('quiet'), hideOverlap: true },
  };
  chart.draw(
    {
      grid: {
        left: 12,
        right: 76,
        top: 28,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: { ...category, data: rows[axis].map((x) => (x === null ? '' : format(x))) },
      yAxis: {
        ...category,
        name: 'steps ahead, k',
        nameTextStyle: { color: ink('quiet'), align: 'left' },
        nameGap: 10,
        data: steps,
      },
      visualMap: {
        type: 'continuous',
        min: Number.isFinite(low) ? low : 0,
        max: Number.isFinite(high) && high > low ? high : low + 1,
        calculable: false,
        right: 4,
        top: 'middle',
        itemHeight: BAR_HEIGHT,
        itemWidth: 12,
        precision: 3,
        text: [high, low].map((end) => String(Number(end.toPrecision(2)))),
        textStyle: { color: ink('quiet') },
        inRange: { color: [...SEQUENTIAL_COLORS] },
      },
      tooltip: {
        ...tooltip('item'),
        formatter: ({ value }: { value: readonly [number, number, number] }) =>
          `k = ${steps[value[1]]!}, ${axis} ${format(rows[axis][value[0]] ?? 0)}: ${shortValue(value[2])}`,
      },
      series: [
        {
          type: 'heatmap',
          progressive: 0,
          data: cells,
          emphasis: { itemStyle: { borderColor: ink('text') } },
        },
      ],
    },
    `${name} by steps ahead k = 1 to ${steps.length} over training; lately ${lately(steps, rows)}.`,
  );
}

/** The latest value at the first, the middle and the last step. */
function lately(steps: readonly string[], rows: Columns): string {
  const places = [...new Set([0, Math.floor((steps.length - 1) / 2), steps.length - 1])];
  return places
    .map((place) => {
      const value = rows.values[steps[place] ?? '']?.at(-1);
      return `${value == null ? '–' : shortValue(value)} at k = ${steps[place] ?? '?'}`;
    })
    .join(', ');
}
